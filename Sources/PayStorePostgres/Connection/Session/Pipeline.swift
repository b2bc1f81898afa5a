import CLibPQ

/// One batch on its way: what was sent, and what has come back.
///
/// All statements and one synchronisation point leave together. The server works them off in order, from the first error on
/// skips the rest, and at the point is ready again.
struct Pipeline {
    private enum Step {
        case prepare(PostgresStatement)
        case call(PostgresCall)

        var statement: PostgresStatement {
            switch self {
            case .prepare(let statement): statement
            case .call(let call): call.statement
            }
        }
    }

    private let steps: [Step]
    /// Whether the last step is COMMIT.
    private let committing: Bool
    private var answered = 0
    private var rows: [PostgresRows] = []
    private var failure: PostgresFailure?
    private var emptyResults = 0
    /// What became of COMMIT, where it is not simply done.
    private var commitError: PostgresError?
    private(set) var isComplete = false
    /// The statements that the server knows from now on.
    private(set) var nowPrepared: [PostgresStatement] = []

    /// - Parameter prepared: the SQL of the statements that the server knows, by name.
    /// - Throws: ``PostgresError/misused(_:)``.
    init(_ calls: [PostgresCall], prepared: [String: String], committing: Bool) throws(PostgresError) {
        var known = prepared
        var steps: [Step] = []
        for call in calls {
            try call.check()
            let statement = call.statement
            switch known[statement.name] {
            case nil: steps.append(.prepare(statement))
            case statement.sql: break
            default: throw .misused("two statements are named \(statement.name)")
            }
            known[statement.name] = statement.sql
            steps.append(.call(call))
        }
        self.steps = steps
        self.committing = committing
    }

    /// Hands everything to libpq, which sends what fits the socket and keeps the rest.
    func send(on session: LibPQSession) throws(PostgresError) {
        session.warning = nil
        for step in steps {
            let accepted =
                switch step {
                case .prepare(let statement): statement.sendPrepare(session.handle)
                case .call(let call): call.send(session.handle)
                }
            guard accepted else { throw .connectionLost(reason: session.message) }
        }
        guard PQpipelineSync(session.handle) == 1 else { throw .connectionLost(reason: session.message) }
    }

    /// - Parameter result: `nil` between the results of two statements.
    /// - Throws: ``PostgresError/connectionLost(reason:)`` if the answers end too early.
    mutating func take(_ result: LibPQResult?, _ session: LibPQSession) throws(PostgresError) {
        guard let result else {
            // One stands between any two statements; more of them mean that libpq has nothing left to tell.
            emptyResults += 1
            guard emptyResults < 2 else { throw .connectionLost(reason: session.message) }
            return
        }
        emptyResults = 0
        if result.status == PGRES_PIPELINE_SYNC {
            isComplete = true
            return
        }
        guard answered < steps.count else { throw .connectionLost(reason: "the server answered what nobody asked") }
        let step = steps[answered]
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            if committing, answered == steps.count - 1 { checkCommit(result, session.warning) }
            switch step {
            case .prepare(let statement): nowPrepared.append(statement)
            case .call: rows.append(PostgresRows(result: result))
            }
        case PGRES_PIPELINE_ABORTED: break
        default:
            let failure = self.failure ?? result.failure(of: step.statement.name)
            self.failure = failure
            // libpq would go on making up results for a connection that has ended.
            guard !session.isBroken else { throw .connectionLost(reason: failure.message) }
        }
        answered += 1
        session.warning = nil
    }

    /// Whether the server's plan of a statement does not fit the tables any more, or the statement is not known there.
    var foundStalePlan: Bool { ["0A000", "26000"].contains(failure?.sqlState) }

    /// - Throws: ``PostgresError/failed(_:)`` for the first error, and what became of COMMIT.
    func results() throws(PostgresError) -> [PostgresRows] {
        if let failure {
            if committing, !isCommitSkipped, failure.leavesCommitUnknown { throw .commitUnknown(reason: failure.message) }
            throw .failed(failure)
        }
        if let commitError { throw commitError }
        return rows
    }

    /// What it means for this batch that the connection was lost.
    func outcome(ofLoss loss: PostgresError) -> PostgresError {
        guard case .connectionLost(let reason) = loss else { return loss }
        // The server's last words say more than that the connection has ended.
        let words = failure?.message ?? reason
        // COMMIT left together with the rest, so it may have been done.
        return committing && !isCommitSkipped ? .commitUnknown(reason: words) : .connectionLost(reason: words)
    }

    /// Whether the server itself has said that it did not get so far as COMMIT. What libpq says has no code, and proves nothing.
    private var isCommitSkipped: Bool {
        failure.map { $0.statement != TransactionStatements.commit.name && !$0.sqlState.isEmpty } ?? false
    }

    private mutating func checkCommit(_ result: LibPQResult, _ warning: String?) {
        if result.command == "ROLLBACK" {
            commitError = .rolledBack
        } else if let warning {
            // Such as that the standby which must have the transaction, too, was not waited for.
            commitError = .commitUnknown(reason: warning)
        }
    }
}

extension PostgresFailure {
    /// Whether COMMIT may have been done although it was answered with this error.
    fileprivate var leavesCommitUnknown: Bool { endsConnection || ["40003", "08007"].contains(sqlState) }
}
