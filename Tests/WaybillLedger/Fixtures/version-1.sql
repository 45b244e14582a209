PRAGMA application_id = 1466059879;
PRAGMA user_version = 2;
CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE calls (
    call INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    began INTEGER NOT NULL,
    workload INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    duration INTEGER,
    model INTEGER,
    failure INTEGER,
    attempts INTEGER NOT NULL,
    first_token INTEGER,
    cost ANY,
    expected_cost ANY,
    prompt_version INTEGER,
    rule INTEGER,
    routes INTEGER,
    prefix INTEGER,
    content_hash BLOB
) STRICT;
CREATE TABLE attempts (
    call INTEGER NOT NULL,
    number INTEGER NOT NULL,
    model INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    failure INTEGER,
    credential INTEGER,
    service_tier INTEGER,
    uncached_input INTEGER,
    cached_input INTEGER,
    output_text INTEGER,
    reasoning INTEGER,
    counted_input INTEGER,
    counted_output INTEGER,
    cost ANY,
    cache_write INTEGER,
    audio_input INTEGER,
    image_input INTEGER,
    audio_output INTEGER,
    image_output INTEGER,
    certainty INTEGER,
    tokenizer INTEGER,
    workload INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    status INTEGER,
    started INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    first_token INTEGER,
    expected_cached INTEGER,
    given_up INTEGER NOT NULL,
    price_date INTEGER,
    missing_price INTEGER,
    reported_cost ANY,
    waited INTEGER NOT NULL,
    bytes_sent INTEGER NOT NULL,
    bytes_received INTEGER NOT NULL,
    PRIMARY KEY (call, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE details (call INTEGER PRIMARY KEY, fields BLOB NOT NULL) STRICT;
CREATE TABLE journals (name TEXT PRIMARY KEY, ingested INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIEW call_list AS SELECT
    lower(hex(c.id)) AS id,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.began / 1e6, 'unixepoch') AS began,
    w.text AS workload,
    CASE WHEN c.flags & 1 = 0 THEN 'unfinished' WHEN c.flags & 2 THEN 'last-resort' WHEN c.failure IS NULL THEN 'answered'
        ELSE 'failed' END AS outcome,
    m.text AS model,
    f.text AS failure,
    c.attempts,
    c.duration / 1e6 AS seconds,
    c.first_token / 1e6 AS first_token_seconds,
    c.cost / 1e12 AS cost_usd,
    c.expected_cost / 1e12 AS expected_cost_usd,
    p.text AS prompt_version,
    r.text AS rule,
    v.text AS routes
FROM calls AS c
    JOIN names AS w ON w.id = c.workload
    LEFT JOIN names AS m ON m.id = c.model
    LEFT JOIN names AS f ON f.id = c.failure
    LEFT JOIN names AS p ON p.id = c.prompt_version
    LEFT JOIN names AS r ON r.id = c.rule
    LEFT JOIN names AS v ON v.id = c.routes;
CREATE VIEW attempt_list AS SELECT
    lower(hex(c.id)) AS call,
    a.number,
    strftime('%Y-%m-%dT%H:%M:%fZ', a.started / 1e6, 'unixepoch') AS started,
    w.text AS workload,
    m.text AS model,
    k.text AS credential,
    o.text AS outcome,
    f.text AS failure,
    a.status,
    a.waited / 1e6 AS waited_seconds,
    a.first_token / 1e6 AS first_token_seconds,
    a.duration / 1e6 AS seconds,
    a.uncached_input, a.cached_input, a.cache_write, a.output_text, a.reasoning,
    a.audio_input, a.image_input, a.audio_output, a.image_output,
    CASE WHEN a.certainty = 0 THEN 'exact' WHEN a.certainty < 0 THEN 'estimated' ELSE '±' || (a.certainty - 1) END AS certainty,
    a.counted_input, a.counted_output,
    t.text AS tokenizer,
    a.expected_cached,
    a.cost / 1e12 AS cost_usd,
    d.text AS price_date,
    g.text AS missing_price,
    a.reported_cost / 1e12 AS reported_cost_usd,
    s.text AS service_tier,
    a.bytes_sent, a.bytes_received
FROM attempts AS a
    JOIN calls AS c ON c.call = a.call
    JOIN names AS w ON w.id = a.workload
    JOIN names AS m ON m.id = a.model
    JOIN names AS o ON o.id = a.outcome
    LEFT JOIN names AS k ON k.id = a.credential
    LEFT JOIN names AS f ON f.id = a.failure
    LEFT JOIN names AS t ON t.id = a.tokenizer
    LEFT JOIN names AS d ON d.id = a.price_date
    LEFT JOIN names AS g ON g.id = a.missing_price
    LEFT JOIN names AS s ON s.id = a.service_tier;
CREATE TABLE budget_periods (
    period INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    span TEXT NOT NULL,
    zone TEXT NOT NULL,
    UNIQUE (account, span, zone)
) STRICT;
CREATE TABLE budget_spending (
    period INTEGER NOT NULL,
    part INTEGER NOT NULL,
    spent ANY NOT NULL,
    told INTEGER NOT NULL,
    PRIMARY KEY (period, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE budget_reservations (
    call BLOB NOT NULL,
    number INTEGER NOT NULL,
    period INTEGER NOT NULL,
    part INTEGER NOT NULL,
    amount ANY NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (call, number, period)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_reservations_by_period ON budget_reservations (period, part, amount);
INSERT INTO names VALUES (1, 'answered');
INSERT INTO names VALUES (2, 'support-chat');
INSERT INTO names VALUES (3, '9f2c61d0a1b2');
INSERT INTO names VALUES (4, 'tools');
INSERT INTO names VALUES (5, 'o200k_base');
INSERT INTO names VALUES (6, 'routes.yaml');
INSERT INTO names VALUES (7, 'openai/gpt-5.4-mini');
INSERT INTO names VALUES (8, 'local/llama-3.3-70b');
INSERT INTO names VALUES (9, 'default');
INSERT INTO names VALUES (10, 'input_tokens');
INSERT INTO names VALUES (11, 'output_tokens');
INSERT INTO names VALUES (12, 'total_tokens');
INSERT INTO names VALUES (13, 'routes.yaml:14:3');
INSERT INTO calls VALUES (1, X'01A0C4506C001234123456789ABCDEF1', 1790000000000000, 2, 1, 1512400, 7, NULL, 1, 412345, 893400000, 1000000000, NULL, 13, 3, -81985529216486896, NULL);
INSERT INTO calls VALUES (2, X'01A0C4506C001234123456789ABCDEF2', 1790000000000000, 2, 0, NULL, NULL, NULL, 1, NULL, NULL, 1000000000, NULL, NULL, 3, -81985529216486896, NULL);
INSERT INTO attempts VALUES (1, 1, 7, 0, NULL, 9, NULL, 300, 512, 140, 0, 812, 140, 893400000, 0, 0, 0, 0, 0, 0, 5, 2, 1, 200, 1790000000000120, 1512225, 412225, 512, 0, NULL, NULL, NULL, 0, 3210, 18321);
INSERT INTO attempts VALUES (2, 1, 7, 0, NULL, 9, NULL, 300, 512, 140, 0, 812, 140, 893400000, 0, 0, 0, 0, 0, 0, 5, 2, 1, 200, 1790000000000120, 1512225, 412225, 512, 0, NULL, NULL, NULL, 0, 3210, 18321);
INSERT INTO details VALUES (1, X'07048080AFA2DBFFAD0608020C02100319157C4A7FB979379E1C04230CB817002B04D80C0C05002C80A8D6B907351032547698BADCFE000B040208020C06101C14061C0220032B0407002B04080802002F040208070C0910011890032E287265715F3965333737396239376634613763313538F0013CF2AA3240B2CEB80144943248A29E025304D8040880081098021F1F200A0CD80C200B0C9802200C0CF00E0000005480085F04D80C0C0500630498020C05006C80CF81D406700100340240A0CFB80100');
INSERT INTO details VALUES (2, X'07048080AFA2DBFFAD0608020C021003192AF894FE72F36E3C1C04230CB817002B04D80C0C05002C80A8D6B907351032547698BADCFE0013040208070C0910011890032E287265715F3363366566333732666539346638326138F0013CF2AA3240B2CEB80144943248A29E025304D8040880081098021F1F200A0CD80C200B0C9802200C0CF00E0000005480085F04D80C0C0500630498020C05006C80CF81D406700100');
