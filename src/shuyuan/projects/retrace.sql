-- Every funding hold of a day, found again from the journal alone, straight from the law.
-- Shares nothing with the rules: the two ways check each other. Inputs: the tables `journal` (id, project,
-- unit, system, kind, happened, data), `owners` (project, unit), `workdays` (day), and `$today`.

WITH basics AS (
    SELECT
        project,
        arg_max(json_extract_string(data, '$.kind'), id) FILTER (json_extract_string(data, '$.kind') IS NOT NULL) AS kind,
        arg_max(json_extract_string(data, '$.funding_mode'), id) FILTER (json_extract_string(data, '$.funding_mode') IS NOT NULL) AS mode,
        min(happened) FILTER (kind = 'drafted') AS drafted_on,
        max_by(happened, id) FILTER (kind = 'filed') AS filed_on,
        max_by(happened, id) FILTER (kind = 'accepted') AS accepted_on,
        max_by(happened, id) FILTER (kind = 'completed') AS completed_on,
        max_by(json_extract_string(data, '$.until')::DATE, id) FILTER (kind = 'delay_reported') AS postponed_to,
        min(happened) FILTER (kind = 'started') AS started_on,
        count(*) FILTER (kind = 'budgeted') > 0 AS is_budgeted,
        count(*) FILTER (kind IN ('plan_declined', 'review_failed', 'approval_refused', 'withdrawn', 'removed',
            'terminated', 'retired')) > 0 AS has_ended,
        max_by(json_extract_string(data, '$.year')::INTEGER, id) FILTER (kind = 'start_excused') AS excused_year,
        sum(json_extract_string(data, '$.fen')::BIGINT) FILTER (kind = 'budgeted'
            AND json_extract_string(data, '$.year')::INTEGER = year($today) - 1) AS last_budget,
        count(DISTINCT json_extract_string(data, '$.plan')) FILTER (kind = 'upkeep_plan_filed'
            AND json_extract_string(data, '$.plan') IN ('quality_assurance', 'operation', 'security', 'emergency')) AS plans
    FROM journal
    WHERE project IS NOT NULL
    GROUP BY project
),

-- A project names its system when it is drafted or changed, and gets one when it goes into operation.
belongs AS (
    SELECT project, max_by(json_extract_string(data, '$.system_id')::BIGINT, id) AS system
    FROM journal
    WHERE project IS NOT NULL AND kind IN ('drafted', 'amended', 'operated') AND json_exists(data, '$.system_id')
    GROUP BY project
),

-- The latest word in each pair of opposites: true while the first of the pair holds.
words AS (
    SELECT
        coalesce(project, unit, system) AS subject,
        CASE
            WHEN kind IN ('payment_suspended', 'payment_resumed') THEN 'payment'
            WHEN kind IN ('project_suspended', 'project_resumed') THEN 'building'
            WHEN kind IN ('system_registered', 'system_retired') THEN 'registered'
            WHEN kind IN ('system_connected', 'system_disconnected') THEN 'connected'
            WHEN kind IN ('sharing_breached', 'sharing_mended') THEN 'breached'
            WHEN kind IN ('evaluated', 'evaluation_rectified') THEN 'evaluation'
            WHEN kind IN ('audited', 'audit_rectified') THEN 'audit'
            WHEN kind IN ('reviewed', 'review_failed') THEN 'review'
            WHEN kind = 'unit_scored' THEN 'score'
        END AS matter,
        kind,
        happened,
        data,
        id
    FROM journal
),

latest AS (
    SELECT subject, matter, max_by(kind, id) AS kind, max_by(happened, id) AS happened, max_by(data, id) AS data
    FROM words
    WHERE matter IS NOT NULL
    GROUP BY subject, matter
),

-- A breach lasts from the first finding after it was last mended.
breaches AS (
    SELECT found.subject AS unit, min(found.happened) AS since
    FROM words AS found
    WHERE found.kind = 'sharing_breached'
        AND found.id > coalesce((SELECT max(mended.id) FROM words AS mended
            WHERE mended.kind = 'sharing_mended' AND mended.subject = found.subject), 0)
    GROUP BY found.subject
),

failed AS (
    SELECT latest.subject AS project, belongs.system, latest.happened AS since
    FROM latest
    LEFT JOIN belongs ON belongs.project = latest.subject
    WHERE latest.matter = 'evaluation' AND latest.kind = 'evaluated' AND NOT json_extract_string(latest.data, '$.passed')::BOOLEAN
),

known AS (
    SELECT
        basics.*,
        owners.unit,
        belongs.system,
        basics.accepted_on IS NOT NULL OR basics.kind = 'operate' AS runs,
        CASE
            WHEN basics.mode = 'upkeep_only' OR basics.kind = 'operate' THEN 'upkeep'
            WHEN basics.mode = 'purchase_of_services' THEN 'purchase'
            ELSE 'construction'
        END AS money,
        greatest(
            (SELECT min(day) FROM workdays WHERE day >= basics.completed_on + INTERVAL 6 MONTH),
            coalesce(basics.postponed_to, DATE '1900-01-01')
        ) AS due_on
    FROM basics
    JOIN owners ON owners.project = basics.project
    LEFT JOIN belongs ON belongs.project = basics.project
    WHERE NOT basics.has_ended
),

found AS (
    -- Article 5, paragraph 2: no money for who does not build and use together.
    SELECT known.project, 'co_use_not_met' AS code, latest.happened AS since, [money, 'upkeep'] AS funds
    FROM known JOIN latest ON latest.subject = known.project AND latest.matter = 'review'
    WHERE NOT json_extract_string(latest.data, '$.meets_co_use')::BOOLEAN
    UNION ALL
    -- Article 28: no money for who does not meet the rules for joining.
    SELECT known.project, 'connection_not_met', latest.happened, [money, 'upkeep']
    FROM known JOIN latest ON latest.subject = known.project AND latest.matter = 'review'
    WHERE NOT json_extract_string(latest.data, '$.meets_connection')::BOOLEAN
    UNION ALL
    -- Article 19, item 2: no upkeep outside of the register.
    SELECT known.project, 'not_in_system_register',
        coalesce(CASE WHEN latest.kind = 'system_retired' THEN latest.happened END, accepted_on, filed_on, drafted_on),
        ['upkeep']
    FROM known LEFT JOIN latest ON latest.subject = known.system AND latest.matter = 'registered'
    WHERE runs AND (latest.kind IS NULL OR latest.kind <> 'system_registered')
    UNION ALL
    -- Article 28: no upkeep without a connection.
    SELECT known.project, 'not_connected_to_platform',
        coalesce(CASE WHEN latest.kind = 'system_disconnected' THEN latest.happened END, accepted_on, filed_on,
            drafted_on),
        ['upkeep']
    FROM known LEFT JOIN latest ON latest.subject = known.system AND latest.matter = 'connected'
    WHERE runs AND (latest.kind IS NULL OR latest.kind <> 'system_connected')
    UNION ALL
    -- Article 19, item 3: nothing new, rebuilt or expanded for who does not share.
    SELECT known.project, 'sharing_rules_not_met', breaches.since, ['filing', money]
    FROM known JOIN breaches ON breaches.unit = known.unit
    WHERE kind IN ('new', 'rebuild', 'expand') AND NOT is_budgeted
    UNION ALL
    -- Article 19, item 4: last year's money that started nothing.
    SELECT project, 'funded_but_not_started', make_date(year($today), 1, 1), [money]
    FROM known
    WHERE last_budget > 0 AND (started_on IS NULL OR year(started_on) >= year($today))
        AND coalesce(excused_year, 0) <> year($today) - 1
    UNION ALL
    -- Article 21: an overdue acceptance.
    SELECT project, 'acceptance_overdue', (due_on + INTERVAL 1 DAY)::DATE, [money, 'upkeep']
    FROM known
    WHERE completed_on IS NOT NULL AND accepted_on IS NULL AND $today > due_on
    UNION ALL
    -- Article 22: upkeep has its four plans on file.
    SELECT project, 'upkeep_plans_missing', coalesce(accepted_on, filed_on, drafted_on), ['upkeep']
    FROM known
    WHERE runs AND plans < 4
    UNION ALL
    -- Article 23: after a failed evaluation neither upkeep nor upgrades.
    SELECT known.project, 'evaluation_failed', coalesce(min(own.since), min(other.since)), ['upkeep', 'filing']
    FROM known
    LEFT JOIN failed AS own ON own.project = known.project
    LEFT JOIN failed AS other ON other.system = known.system AND other.project <> known.project
        AND known.kind IN ('rebuild', 'expand', 'operate') AND NOT known.is_budgeted
    WHERE own.project IS NOT NULL OR other.project IS NOT NULL
    GROUP BY known.project
    UNION ALL
    -- Article 31: suspended means suspended.
    SELECT known.project,
        CASE WHEN bool_or(latest.kind = 'project_suspended') THEN 'project_suspended' ELSE 'payment_suspended' END,
        min(latest.happened),
        [any_value(money)]
    FROM known JOIN latest ON latest.subject = known.project AND latest.matter IN ('payment', 'building')
    WHERE latest.kind IN ('payment_suspended', 'project_suspended')
    GROUP BY known.project
    UNION ALL
    -- Article 32: no upkeep after a failed audit.
    SELECT known.project, 'audit_failed', latest.happened, ['upkeep']
    FROM known JOIN latest ON latest.subject = known.project AND latest.matter = 'audit'
    WHERE latest.kind = 'audited' AND NOT json_extract_string(latest.data, '$.passed')::BOOLEAN
    UNION ALL
    -- Article 24: a poor assessment of the unit weighs.
    SELECT known.project, 'unit_assessment_failed', latest.happened, [money, 'upkeep']
    FROM known JOIN latest ON latest.subject = known.unit AND latest.matter = 'score'
    WHERE NOT json_extract_string(latest.data, '$.passed')::BOOLEAN
)

SELECT project, code, since, list_sort(list_distinct(funds)) AS funds
FROM found
ORDER BY project, code
