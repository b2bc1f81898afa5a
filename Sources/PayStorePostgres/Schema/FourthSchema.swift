/// Migration 4: what a user sees of browsers that are signed in, and when an app was last used.
enum FourthSchema {
    static let statements = [
        // A program of the version before writes none of these. program, system: what the browser calls itself.
        """
        ALTER TABLE session ADD COLUMN last_use_time bigint NOT NULL DEFAULT 0, ADD COLUMN program text, ADD COLUMN system text,
            ADD COLUMN address text
        """,
        // When the login's tokens were renewed last.
        "ALTER TABLE login ADD COLUMN refresh_time bigint",
        "CREATE INDEX login_by_user ON login (uid, app_id, create_time)",
        "CREATE INDEX login_refreshed ON login (uid, app_id, refresh_time) WHERE refresh_time IS NOT NULL",
    ]
}
