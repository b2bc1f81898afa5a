import PayDomain

extension SQLiteStore {
    /// Puts the platform of a backup into `folder`, which is made if there is none and must not hold one.
    ///
    /// Everything is checked in the copy, and a copy of an earlier schema is brought up to date, before it becomes the folder's database in
    /// one step. Whatever ends the process before that leaves a folder in which no platform is, and in which none is made by mistake.
    ///
    /// - Parameters:
    ///   - head: what the chain must end in; `nil` for whatever it ends in.
    ///   - sealer: the one for the master key of a platform of the purpose.
    ///   - progress: told from a thread that waits for it.
    /// - Throws: ``BackupError``; ``StoreError``: `folderUnusable`, `folderInUse`; whatever `sealer` throws.
    package static func restore(
        from path: String, into folder: String, expecting head: [UInt8]? = nil,
        sealer: @Sendable @escaping (StorePurpose) throws -> any Sealer, progress: @Sendable @escaping (CopyProgress) -> Void = { _ in }
    ) async throws -> PlatformCopy {
        try await offTheCooperativePool {
            // Before anything is made.
            _ = try admit(CopiedDatabase(path), sealer)
            let folder = try DataFolder(restoringInto: folder)
            let file = try UnfinishedFile(at: folder.unfinishedPath, for: folder.databasePath)
            do {
                try FileCopy(from: path).run(into: file, progress: progress)
                let copy = CopiedDatabase(file.path, named: path)
                // The file may have been another by the time that it was copied.
                let installation = try admit(copy, sealer)
                if installation.isOlder { try copy.migrate() }
                let proof = try copy.prove(progress)
                if let head, head != proof.chainHead {
                    throw BackupError.otherHead(path: path, found: proof.chainHead, expected: head)
                }
                let bytes = try file.size()
                try file.finish()
                try UnfinishedFile.syncFolder(of: folder.path)
                return PlatformCopy(
                    purpose: installation.purpose, bytes: bytes, transactions: proof.transactions, chainHead: proof.chainHead
                )
            } catch {
                file.discard()
                throw error
            }
        }
    }

    private static func admit(
        _ copy: CopiedDatabase, _ sealer: (StorePurpose) throws -> any Sealer
    ) throws -> CopiedDatabase.Installation {
        let header = try SQLiteHeader(of: copy.path)
        guard header.isDatabase else { throw BackupError.notImugi(path: copy.name) }
        guard !header.hasLog else { throw BackupError.notABackup(path: copy.name) }
        guard header.fileSize == header.wholeSize else {
            throw BackupError.damaged(path: copy.name, reason: "it has \(header.fileSize) bytes where it says \(header.wholeSize)")
        }
        let installation = try copy.installation()
        guard try KeyCheck(try sealer(installation.purpose)).isRight(installation.keyCheck) else {
            throw BackupError.wrongMasterKey(path: copy.name)
        }
        return installation
    }
}
