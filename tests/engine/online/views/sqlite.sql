SELECT
  "name",
  CASE
    WHEN "phone" IS NULL
    THEN NULL
    WHEN LENGTH("phone") > 7
    THEN SUBSTRING("phone", 1, 3) || REPLACE(HEX(ZEROBLOB(LENGTH("phone") - 7)), '00', '*') || SUBSTRING("phone", LENGTH("phone") - 7 + 4, 4)
    ELSE REPLACE(HEX(ZEROBLOB(LENGTH("phone"))), '00', '*')
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
              "born_on" >= ? AND "seen_at" <= ?
            ) AND "fee" COLLATE shuyuan_decimal <= ?
          )
          AND "visits" IN (?, ?, ?)
        )
        AND SUBSTRING("phone", 1, 3) = ?
      )
      AND "phone" >= ?
    )
    AND "alive" = ?
  )
  AND "share" <= ?
-- ('1980-01-01', '2026-12-30T16:00:00.000000Z', '99.50', 1, 2, 3, '138', '13', True, 0.5)
