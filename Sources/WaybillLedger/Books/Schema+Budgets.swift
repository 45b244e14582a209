extension Schema {
    /// What the budgets of several processes need to count together.
    static let budgetTables = """
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
        """
}
