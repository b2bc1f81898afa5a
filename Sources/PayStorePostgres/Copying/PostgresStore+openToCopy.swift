import CoreMetrics
import Logging
import PayDomain

extension PostgresStore {
    /// Opens the platform in a database to be copied, whatever it is for.
    ///
    /// - Parameter sealer: the one for the master key of a platform of the purpose.
    /// - Throws: ``PostgresStoreError``, ``PostgresError``; whatever `sealer` throws.
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
            return PostgresStore(pool, sealer: sealer, logger: logger, metrics: NOOPMetricsHandler.instance)
        } catch {
            await pool.close()
            throw error
        }
    }

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
        settings.statementMax = .seconds(24 * 3_600)
        settings.idleInTransactionMax = .seconds(600)
        settings.answerMax = .seconds(24 * 3_600 + 60)
        return settings
    }
}
