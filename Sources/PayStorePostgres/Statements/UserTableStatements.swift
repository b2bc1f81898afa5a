/// All statements on the tables that grow with the users and their logins, for whoever looks at their plans.
package enum UserTableStatements {
    /// Each finds its rows by what it is given.
    package static let all =
        UserStatements.all + GrantStatements.all + SessionStatements.all + SignInTryStatements.all + LoginStatements.all
        + UserChangeStatements.all + SpendingStatements.all

    /// The first users.
    package static let first = UserStatements.first
}
