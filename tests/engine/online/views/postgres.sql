SELECT
  "name",
  CASE
    WHEN "phone" IS NULL
    THEN NULL
    WHEN LENGTH("phone") > 7
    THEN SUBSTRING("phone" FROM 1 FOR 3) || REPEAT('*', CAST(LENGTH("phone") - 7 AS INT)) || SUBSTRING("phone" FROM LENGTH("phone") - 7 + 4 FOR 4)
    ELSE REPEAT('*', CAST(LENGTH("phone") AS INT))
  END AS "phone",
  "born_on",
  "fee"
FROM "pool"
WHERE
  (
    (
      (
        (
          (
            (
              "born_on" COLLATE "C" >= $1 AND "seen_at" COLLATE "C" <= $2
            )
            AND CAST("fee" AS DECIMAL) <= $3
          )
          AND "visits" IN ($4, $5, $6)
        )
        AND SUBSTRING("phone" FROM 1 FOR 3) = $7
      )
      AND "phone" COLLATE "C" >= $8
    )
    AND "alive" = $9
  )
  AND "share" <= $10
-- ('1980-01-01', '2026-12-30T16:00:00.000000Z', Decimal('99.50'), 1, 2, 3, '138', '13', True, 0.5)
