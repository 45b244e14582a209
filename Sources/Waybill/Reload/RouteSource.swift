import WaybillRouteFiles
import WaybillRoutes
import WaybillTokenCounting

/// The files that a router reads its routes from, and what was read there last.
struct RouteSource: Sendable {
    /// How often files are read that change while they are.
    private static let mostReadings = 5

    private let path: String
    private let given: [String: TokenEncoding]
    private var tokenizers = TokenizerFiles([])
    /// The fingerprint of the version that was found invalid last, until a valid one is read.
    private var rejected: String?
    /// The fingerprint of the valid version that was read last.
    private var accepted: String?
    /// The files that count, and what they looked like when they were read.
    private(set) var reading: FileWatch.Reading

    /// - Parameters:
    ///   - path: The path of `routes.yaml`.
    ///   - encodings: Those that the program gave, by the names that models give.
    init(path: String, encodings: [String: TokenEncoding]) {
        self.path = path
        given = encodings
        let set = FileSet(usualFor: path)
        reading = (set, FileStamp(of: set))
    }

    /// All encodings by name: those that the program gave, and those of the files that were read last.
    var encodings: [String: TokenEncoding] { given.merging(tokenizers.encodings) { _, read in read } }

    /// Reads the files as they are now, and again where they changed meanwhile.
    ///
    /// - Parameter today: The day as `YYYY-MM-DD`.
    mutating func read(today: String) -> RouteFilesInspection {
        for _ in 1..<Self.mostReadings {
            if let inspection = readOnce(today: today) { return inspection }
        }
        return inspect(today: today)
    }

    /// Reads the files as they are now.
    ///
    /// - Returns: `nil` where they changed meanwhile, so that what was read may be half of one version and half of another.
    mutating func readOnce(today: String) -> RouteFilesInspection? {
        let before = reading.set
        let stamp = FileStamp(of: before)
        let inspection = inspect(today: today)
        guard reading.set == before, FileStamp(of: before) == stamp else { return nil }
        reading.stamp = stamp
        return inspection
    }

    private mutating func inspect(today: String) -> RouteFilesInspection {
        let (inspection, read) = TokenizerFiles.read(with: RouteFiles.inspect(path: path, today: today), knowing: tokenizers)
        // What an invalid version does not name may be needed again by the next.
        if inspection.table != nil { tokenizers = read }
        reading.set = FileSet(inspection, routes: path)
        return inspection
    }

    /// Notices what was read.
    ///
    /// - Returns: Whether it is another version than the one that was read before, valid or not.
    mutating func isNew(_ inspection: RouteFilesInspection) -> Bool {
        let before = inspection.table == nil ? rejected : accepted
        rejected = inspection.table == nil ? inspection.fingerprint : nil
        if inspection.table != nil { accepted = inspection.fingerprint }
        return inspection.fingerprint != before
    }
}
