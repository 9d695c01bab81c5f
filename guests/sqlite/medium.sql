CREATE TABLE size AS SELECT 180 AS purchases;
-- A shop: customers, their orders and the orders' lines, all made from the size by arithmetic.
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL, since INTEGER NOT NULL);
CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer, day INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE line(purchase INTEGER NOT NULL REFERENCES purchase, number INTEGER NOT NULL, product TEXT NOT NULL, quantity INTEGER NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY(purchase, number)) WITHOUT ROWID;
CREATE INDEX purchase_by_customer ON purchase(customer, day);
CREATE INDEX line_by_product ON line(product);

INSERT INTO customer
WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i, size WHERE n < size.purchases / 4)
SELECT n, printf('%c%s-%d', 65 + n * 7 % 26, substr('marbleoceancopper', 1 + n * 5 % 11, 6), n),
       substr('ParisLimaOsloRomeBonnKiev', 1 + n * 11 % 6 * 4, 5), 2000 + n * 13 % 26 FROM i;

INSERT INTO purchase
WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i, size WHERE n < size.purchases)
SELECT n, 1 + n * 7919 % (size.purchases / 4), n * 104729 % 365, CASE n % 7 WHEN 0 THEN 'returned' WHEN 1 THEN 'open' ELSE 'paid' END FROM i, size;

INSERT INTO line
SELECT p.id, k.n, 'product ' || (p.id * 31 + k.n * 17) % 97, 1 + (p.id + k.n) % 5, 99 + (p.id * 37 + k.n * 1009) % 9900
FROM purchase p JOIN (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) k ON k.n <= 1 + p.id % 3;
-- step
BEGIN;

SELECT c.city, count(DISTINCT c.id), count(*), sum(l.quantity * l.cents)
FROM customer c JOIN purchase p ON p.customer = c.id JOIN line l ON l.purchase = p.id
WHERE p.state = 'paid' GROUP BY c.city ORDER BY 4 DESC;

SELECT product, sum(quantity), min(cents), max(cents), rank() OVER (ORDER BY sum(quantity) DESC, product)
FROM line GROUP BY product HAVING sum(quantity) > 3 ORDER BY 5 LIMIT 10;

SELECT name, (SELECT max(day) FROM purchase WHERE customer = c.id) AS last
FROM customer c WHERE name LIKE '%cop%' AND since >= 2010 ORDER BY last DESC, id LIMIT 20;

SELECT day / 30 AS month, state, count(*), group_concat(id % 10, '') FROM purchase
WHERE day BETWEEN 100 AND 200 GROUP BY month, state ORDER BY month, state;

INSERT INTO purchase SELECT 1000000 + id, customer, day + 365, 'open' FROM purchase WHERE state = 'returned';
INSERT INTO line SELECT 1000000 + purchase, number, upper(product), quantity, cents * 9 / 10 FROM line JOIN purchase p ON p.id = purchase WHERE p.state = 'returned';
UPDATE purchase SET state = 'paid' WHERE state = 'open' AND day % 2 = 0;
DELETE FROM line WHERE purchase IN (SELECT id FROM purchase WHERE state = 'returned');

SELECT state, count(*), sum(day) FROM purchase GROUP BY state ORDER BY state;
SELECT substr(product, 1, 7), count(*), sum(cents) FROM line GROUP BY 1 ORDER BY 1;

ROLLBACK;
