import Foundation
import Testing

@testable import WaybillRouteFiles

/// Where something may happen that changes a set of files.
struct WatchedFoldersTests {
    /// What matters in the folders below a root, by their paths within it.
    private static func interests(_ root: String, routes: String = "routes.yaml") -> [String: WatchedFolders.Interest] {
        let root = URL(filePath: root).resolvingSymlinksInPath().path
        let folders = WatchedFolders(of: FileSet(usualFor: "\(root)/\(routes)")).folders
        let inside = folders.filter { $0.key == root || $0.key.hasPrefix(root + "/") }
        return Dictionary(uniqueKeysWithValues: inside.map { (String($0.key.dropFirst(root.count)), $0.value) })
    }

    @Test func theFoldersOfTheFilesAreWatched() throws {
        let folder = try TemporaryFolder(["routes.yaml": "x"])
        let found = Self.interests(folder.path)
        #expect(found[""] == .init(names: ["routes.yaml", "providers"], includesContents: true))
        #expect(found["/providers"] == .init(names: nil, includesContents: true))
        #expect(found.count == 2)
        let above = WatchedFolders(of: FileSet(usualFor: folder.path + "/routes.yaml")).folders["/"]
        #expect(above?.includesContents == false && above?.names?.count == 1)
    }

    @Test func everyLinkOnTheWayIsWatchedWhereItStands() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        for name in ["one/providers", "two"] {
            try files.createDirectory(atPath: "\(folder.path)/data/\(name)", withIntermediateDirectories: true)
        }
        try folder.write("data/one/routes.yaml", [])
        try folder.write("data/two/a.yaml", [])
        try files.createSymbolicLink(atPath: folder.path + "/..data", withDestinationPath: "data/one")
        try files.createSymbolicLink(atPath: folder.path + "/routes.yaml", withDestinationPath: "..data/routes.yaml")
        try files.createSymbolicLink(atPath: folder.path + "/providers/a.yaml", withDestinationPath: "../data/two/a.yaml")
        let found = Self.interests(folder.path)
        #expect(found[""]?.names == ["routes.yaml", "..data", "data", "providers"])
        #expect(found["/data"]?.names == ["one", "two"] && found["/data"]?.includesContents == false)
        #expect(found["/data/one"] == .init(names: ["routes.yaml"], includesContents: true))
        #expect(found["/data/two"] == .init(names: ["a.yaml"], includesContents: true))
        #expect(found["/providers"]?.names == nil)
    }

    @Test func whatIsMissingIsAwaitedWhereItShouldBe() throws {
        let folder = try TemporaryFolder()
        let found = Self.interests(folder.path, routes: "config/routes.yaml")
        #expect(found[""]?.names == ["config"])
        #expect(found.count == 1)
    }

    @Test func linksInACircleLeadNowhere() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/routes.yaml", withDestinationPath: "other.yaml")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/other.yaml", withDestinationPath: "routes.yaml")
        #expect(Self.interests(folder.path)[""]?.names == ["routes.yaml", "other.yaml", "providers"])
    }
}
