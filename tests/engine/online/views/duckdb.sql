SELECT
  CASE
    WHEN "name" IS NULL
    THEN NULL
    WHEN LENGTH("name") > 1
    THEN SUBSTRING("name", 1, 1) || REPEAT('*', CAST(LENGTH("name") - 1 AS INT))
    ELSE REPEAT('*', CAST(LENGTH("name") AS INT))
  END AS "name",
  CASE
    WHEN "phone" IS NULL
    THEN NULL
    WHEN LENGTH("phone") > 7
    THEN SUBSTRING("phone", 1, 3) || REPEAT('*', CAST(LENGTH("phone") - 7 AS INT)) || SUBSTRING("phone", LENGTH("phone") - 7 + 4, 4)
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
              "born_on" >= CAST($1 AS DATE) AND EPOCH_US("seen_at") <= $2
            )
            AND "fee" <= CAST($3 AS DECIMAL(38, 2))
          )
          AND "visits" IN ($4, $5, $6)
        )
        AND SUBSTRING("phone", 1, 3) = $7
      )
      AND "phone" >= $8
    )
    AND "alive" = $9
  )
  AND "share" <= CAST($10 AS DOUBLE)
-- ('1980-01-01', 1798646400000000, '99.50', 1, 2, 3, '138', '13', True, 0.5)
