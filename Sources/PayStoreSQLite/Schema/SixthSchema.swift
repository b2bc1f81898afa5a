/// Migration 6: what a user sees of browsers that are signed in, and when an app was last used.
enum SixthSchema {
    static let sessions = """
        -- Of a session that an earlier version began nothing is known but its times. program, system: what the browser calls itself.
        ALTER TABLE session ADD COLUMN last_use_time INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN program TEXT;
        ALTER TABLE session ADD COLUMN system TEXT;
        ALTER TABLE session ADD COLUMN address TEXT;
        CREATE INDEX session_by_user ON session (uid);
        """

    static let apps = """
        CREATE INDEX user_grant_by_user ON user_grant (uid);
        -- When the login's tokens were renewed last.
        ALTER TABLE login ADD COLUMN refresh_time INTEGER;
        CREATE INDEX login_by_user ON login (uid, app_id, create_time);
        CREATE INDEX login_refreshed ON login (uid, app_id, refresh_time) WHERE refresh_time IS NOT NULL;
        """
}
