import CoreMetrics
import Logging
import PayDomain

extension PostgresStore {
    /// Opens the platform in a database to be copied, whatever it is for.
    ///
    /// - Parameter sealer: the one for the master key of a platform of the purpose.
    /// - Throws: ``PostgresStoreError``, `nodesRunning` among them; ``PostgresError``; whatever `sealer` throws.
    package static func openToCopy(
        _ settings: PostgresSettings, logger: Logger, sealer: (StorePurpose) throws -> any Sealer
    ) async throws -> PostgresStore {
        let pool = try await PostgresPool(settings.patient)
        do {
            try await Schema.check(pool)
            guard let row = try await Installation.rows(pool).first else {
                throw try await UnfinishedCopy.mark(pool) == nil ? PostgresStoreError.noPlatform : PostgresStoreError.copyUnfinished
            }
            let sealer = try sealer(try row.valid(StorePurpose(rawValue: row.text(0)), 0))
            guard try KeyCheck(sealer).isRight(try row.bytes(1)) else { throw PostgresStoreError.wrongMasterKey }
            try await requireNoNode(pool)
            return PostgresStore(pool, sealer: sealer, logger: logger, metrics: NOOPMetricsHandler.instance)
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Looks for nodes as far as they show: one that has another name in the list of sessions is noticed by what it does.
    private static func requireNoNode(_ pool: PostgresPool) async throws {
        let nodes = PostgresStatement(
            "copy_nodes", "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1", .text)
        var count: Int64 = 0
        for attempt in 0..<nodeLooks {
            // The session of a node that has just stopped is there for a moment longer.
            if attempt > 0 { try await pool.surroundings.clock.sleep(for: .milliseconds(100)) }
            count = try await pool.read([nodes(.text(PostgresSettings.standardApplicationName))])[0].first?.int64(0) ?? 0
            if count == 0 { return }
        }
        throw PostgresStoreError.nodesRunning(connections: count)
    }

    private static let nodeLooks = 30

    /// Opens a database to copy a platform into it. Nothing is changed in it.
    ///
    /// - Throws: ``PostgresStoreError/schemaTooNew(found:)``, ``PostgresError``.
    package static func openForCopy(_ settings: PostgresSettings, sealer: any Sealer, logger: Logger) async throws -> PostgresStore {
        let pool = try await PostgresPool(settings.patient)
        do {
            if let version = try await Schema.version(pool), version > 0 { try await Schema.check(pool) }
            return PostgresStore(pool, sealer: sealer, logger: logger, metrics: NOOPMetricsHandler.instance)
        } catch {
            await pool.close()
            throw error
        }
    }
}

extension PostgresSettings {
    /// For statements that go through whole tables, while nobody waits for an answer.
    fileprivate var patient: PostgresSettings {
        var settings = self
        settings.applicationName = "\(Self.standardApplicationName) copy"
        settings.statementMax = .seconds(3_600)
        settings.lockMax = .seconds(60)
        settings.idleInTransactionMax = .seconds(600)
        settings.answerMax = .seconds(3_660)
        return settings
    }
}
