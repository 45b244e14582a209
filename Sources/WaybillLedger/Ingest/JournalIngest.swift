import GRDB
import WaybillInterchange

/// Takes journals in: brings what they hold to the database, and how far they were taken in with it, in the same transactions.
///
/// So every record is in the books exactly once, whenever the process is killed.
struct JournalIngest: Sendable {
    let database: LedgerDatabase
    let teller: ProblemTeller
    let observers: [any IngestObserver]
    /// Stands between the steps, for tests.
    let interruption: (@Sendable (IngestStep) throws -> Void)?

    /// What a journal's next bytes hold.
    private struct Portion {
        var bytes: [UInt8] = []
        /// Where in them records stand.
        var frames: [Range<Int>] = []
        /// Where the journal was read to.
        var offset: Int
        /// How many bytes were no records.
        var damaged = 0
        /// How many bytes were records that could not be read.
        var unreadable = 0
        /// How many bytes at the end are the beginning of a record.
        var torn = 0

        var isDamaged: Bool { damaged + unreadable > 0 }
    }

    /// Takes in the next bytes of a journal, in one transaction.
    ///
    /// - Parameters:
    ///   - end: How many bytes of it are to be taken in, now or later.
    ///   - size: About how many are taken in now.
    /// - Returns: Where it was taken in to, and whether part of that could not be read.
    func takeIn(_ file: JournalFile, from offset: Int, to end: Int, about size: Int) throws -> (offset: Int, isDamaged: Bool) {
        var portion = try read(file, from: offset, to: end, about: size)
        try interruption?(.read)
        try database.write(observers) { writer, database in
            try write(&portion, writer: &writer)
            try interruption?(.written)
            try note(portion.offset, of: file, in: database)
            try interruption?(.noted)
        }
        try interruption?(.committed)
        tell(portion, of: file)
        return (portion.offset, portion.isDamaged)
    }

    /// Writes every record that can be read.
    private func write(_ portion: inout Portion, writer: inout CallWriter) throws {
        portion.unreadable = 0
        for frame in portion.frames {
            do {
                try portion.bytes.withUnsafeBytes { bytes in
                    let (id, record) = try JournalFrame.record(in: UnsafeRawBufferPointer(rebasing: bytes[frame]))
                    try writer.write(id, record)
                }
            } catch is FieldFault {
                portion.unreadable += frame.count
            }
        }
    }

    /// Where a journal was taken in to.
    func offset(of file: JournalFile) throws -> Int {
        try database.queue.read { database in
            try Int.fetchOne(database, sql: "SELECT ingested FROM journals WHERE name = ?", arguments: [file.name]) ?? 0
        }
    }

    /// Deletes a journal that has nothing left to tell, or puts it aside where part of it could not be read.
    func remove(_ file: JournalFile, isDamaged: Bool) throws {
        try interruption?(.finished)
        if isDamaged { try file.putAside() } else { try file.delete() }
        try interruption?(.deleted)
        // Only now: while the file is there, this row alone says that its records are in the books.
        try database.queue.write { try $0.execute(sql: "DELETE FROM journals WHERE name = ?", arguments: [file.name]) }
    }

    /// Removes the rows of journals that are deleted: their processes ended just then.
    func forgetDeleted(in folder: JournalFolder) throws {
        let names = try database.queue.read { try String.fetchAll($0, sql: "SELECT name FROM journals") }
        // A journal is there before its row is, so that one which is looked for afterwards and not found is gone for good.
        let gone = names.filter { !folder.has($0) }
        guard !gone.isEmpty else { return }
        try database.queue.write { database in
            for name in gone { try database.execute(sql: "DELETE FROM journals WHERE name = ?", arguments: [name]) }
        }
    }

    private func note(_ offset: Int, of file: JournalFile, in database: Database) throws {
        let run = try StatementRun(
            database, "INSERT INTO journals VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET ingested = excluded.ingested")
        run.bind(file.name)
        run.bind(offset)
        try run.run()
    }

    private func read(_ file: JournalFile, from offset: Int, to end: Int, about size: Int) throws -> Portion {
        var wanted = size
        while true {
            let count = min(wanted, end - offset)
            let bytes = try file.read(count, at: offset)
            // A journal that has become shorter is read as if what is missing had never been written.
            let isEnd = bytes.count < count || offset + count == end
            let scan = JournalScan(bytes, isEnd: isEnd)
            if scan.consumed == 0, let needed = scan.needed, !isEnd {
                wanted = max(needed, wanted + 1)
                continue
            }
            var portion = Portion(offset: isEnd ? end : offset + scan.consumed)
            portion.damaged = scan.damaged.reduce(0) { $0 + $1.count }
            portion.torn = isEnd ? (scan.torn?.count ?? 0) + count - bytes.count : 0
            (portion.bytes, portion.frames) = (bytes, scan.frames)
            return portion
        }
    }

    private func tell(_ portion: Portion, of file: JournalFile) {
        if portion.torn > 0 {
            teller.tell(
                LedgerProblem(
                    .journalTorn, lost: 1,
                    "The journal \(file.name) ends within a record (\(portion.torn) bytes): the process was killed while it wrote it. What came before is in the books."
                ))
        }
        if portion.isDamaged {
            teller.tell(
                LedgerProblem(
                    .journalDamaged, lost: 1,
                    "\(portion.damaged + portion.unreadable) bytes of the journal \(file.name) cannot be read, one record at the least. All others are in the books; the file is kept as \(file.name).damaged."
                ))
        }
    }
}
