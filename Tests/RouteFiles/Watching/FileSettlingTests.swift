import Testing

@testable import WaybillRouteFiles

/// When files that change are read.
struct FileSettlingTests {
    private let folder: TemporaryFolder
    private let set: FileSet
    private let before: FileStamp

    init() throws {
        folder = try TemporaryFolder(["routes.yaml": "workloads: {}\n", "providers/a.yaml": "a\n"])
        set = FileSet(usualFor: folder.path + "/routes.yaml")
        before = FileStamp(of: set)
    }

    /// The stamp after a file was written.
    private func write(_ name: String, _ text: String) throws -> FileStamp {
        try folder.write(name, Array(text.utf8))
        return FileStamp(of: set)
    }

    @Test func whatDoesNotChangeIsNotRead() {
        var settling = FileSettling(before)
        #expect(settling.looked(before, at: .zero) == .rest)
        #expect(settling.looked(FileStamp(of: set), at: .seconds(100)) == .rest)
    }

    @Test func aChangeIsReadWhenItRests() throws {
        var settling = FileSettling(before)
        let half = try write("routes.yaml", "work")
        #expect(settling.looked(half, at: .seconds(1)) == .look(at: .milliseconds(1_200)))
        let whole = try write("routes.yaml", "workloads: {b: {}}\n")
        #expect(settling.looked(whole, at: .milliseconds(1_150)) == .look(at: .milliseconds(1_350)))
        #expect(settling.looked(whole, at: .milliseconds(1_340)) == .look(at: .milliseconds(1_350)))
        #expect(settling.looked(whole, at: .milliseconds(1_350)) == .read)
        settling.wereRead(whole)
        #expect(settling.looked(whole, at: .milliseconds(1_400)) == .rest)
    }

    @Test func aFileThatIsGoneForAMomentIsAwaited() throws {
        var settling = FileSettling(before)
        let gone = FileStamp(of: FileSet(usualFor: folder.path + "/missing.yaml"))
        #expect(gone.isIncomplete)
        #expect(settling.looked(gone, at: .zero) == .look(at: .milliseconds(200)))
        #expect(settling.looked(gone, at: .milliseconds(1_900)) == .look(at: .seconds(2)))
        // It is back as it was: nothing happened.
        #expect(settling.looked(before, at: .milliseconds(1_950)) == .rest)
        #expect(settling.looked(gone, at: .seconds(3)) == .look(at: .milliseconds(3_200)))
        #expect(settling.looked(gone, at: .seconds(5)) == .read)
    }

    @Test func everyProviderFileCountsAndNothingElseInTheFolder() throws {
        #expect(try write("providers/.a.yaml.swp", "x") == before)
        #expect(try write("providers/a.yaml~", "x") == before)
        let added = try write("providers/b.yaml", "x")
        #expect(added != before)
        #expect(try write("providers/b.yaml", "y") != added)
        #expect(!before.isIncomplete)
        #expect(FileStamp(of: FileSet(usualFor: folder.path + "/providers/a.yaml")).isIncomplete)
    }
}
