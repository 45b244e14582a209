import Foundation
import Synchronization
import Testing

@testable import Waybill

/// What a router does when its files change by themselves; each takes the time that the files need to settle.
struct WatchedRouterTests {
    /// A router over a folder, and what it told.
    private struct Stage {
        let folder: RouteFolder
        let router: ModelRouter
        private let told: Told

        private final class Told: Sendable {
            let events = Mutex<[String]>([])
        }

        init(polls: Bool, folder: RouteFolder, path: String? = nil) throws {
            let told = Told()
            var options = RouterOptions(logger: nil)
            options.pollsFiles = polls
            self.folder = folder
            self.told = told
            router = try ModelRouter(routesFile: path ?? folder.path, options: options) { event in
                switch event {
                case .routesChanged(let version, _): told.events.withLock { $0.append("version \(version.number)") }
                case .routesRejected: told.events.withLock { $0.append("rejected") }
                default: break
                }
            }
        }

        /// Waits until the router answers so, but not for ever.
        func expectAnswer(_ text: String) async throws {
            for _ in 0..<500 {
                if try await answer == text { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await answer == text)
        }

        /// Waits until something was told.
        func expectTold(_ event: String) async throws {
            for _ in 0..<500 where !events.contains(event) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(events.contains(event))
        }

        private var answer: String { get async throws { try await router.respond(to: "Hi", workload: "work").text } }

        var events: [String] { told.events.withLock { $0 } }
    }

    @Test(arguments: [false, true]) func editsOfAnyKindTakeEffect(polls: Bool) async throws {
        let stage = try Stage(polls: polls, folder: RouteFolder())
        try await stage.expectAnswer("a")
        // In place.
        try stage.folder.write("routes.yaml", RouteFolder.routes("b"))
        try await stage.expectAnswer("b")
        // By rename, and several files at once.
        try stage.folder.replace("providers/c.yaml", RouteFolder.provider("c"))
        try stage.folder.replace("routes.yaml", RouteFolder.routes("c", "b"))
        try await stage.expectAnswer("c")
        // A provider file alone, which is then deleted.
        try stage.folder.replace("providers/c.yaml", RouteFolder.provider("c").replacing("text: c", with: "text: d"))
        try await stage.expectAnswer("d")
        try stage.folder.remove("providers/a.yaml")
        try await stage.expectTold("version 5")
        #expect(stage.events == ["version 2", "version 3", "version 4", "version 5"])
        #expect(stage.router.table.providers["a"] == nil)
    }

    @Test(arguments: [false, true]) func theLinkOfAMountedConfigMapIsFollowed(polls: Bool) async throws {
        let folder = try RouteFolder([
            "..one/routes.yaml": RouteFolder.routes("a"), "..two/routes.yaml": RouteFolder.routes("b"),
            "..one/providers/a.yaml": RouteFolder.provider("a"), "..two/providers/b.yaml": RouteFolder.provider("b"),
        ])
        let mount = folder.url.appending(path: "mount").path
        let files = FileManager.default
        try files.createDirectory(atPath: mount, withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: mount + "/..data", withDestinationPath: "../..one")
        try files.createSymbolicLink(atPath: mount + "/routes.yaml", withDestinationPath: "..data/routes.yaml")
        try files.createSymbolicLink(atPath: mount + "/providers", withDestinationPath: "..data/providers")
        let stage = try Stage(polls: polls, folder: folder, path: mount + "/routes.yaml")
        try await stage.expectAnswer("a")
        try files.createSymbolicLink(atPath: mount + "/..data_tmp", withDestinationPath: "../..two")
        #expect(rename(mount + "/..data_tmp", mount + "/..data") == 0)
        try await stage.expectAnswer("b")
        // What the link leads to now is watched, too.
        try folder.write("..two/providers/b.yaml", RouteFolder.provider("c"))
        try await stage.expectAnswer("c")
        #expect(stage.events == ["version 2", "version 3"])
    }

    @Test func aFolderThatIsPutInAnothersPlaceIsRead() async throws {
        let folder = try RouteFolder([
            "config/routes.yaml": RouteFolder.routes("a"), "config/providers/a.yaml": RouteFolder.provider("a"),
            "next/routes.yaml": RouteFolder.routes("b"), "next/providers/b.yaml": RouteFolder.provider("b"),
        ])
        let stage = try Stage(polls: false, folder: folder, path: folder.url.appending(path: "config/routes.yaml").path)
        try await stage.expectAnswer("a")
        try folder.remove("config")
        try await Task.sleep(for: .milliseconds(400))
        #expect(rename(folder.url.appending(path: "next").path, folder.url.appending(path: "config").path) == 0)
        try await stage.expectAnswer("b")
        try folder.write("config/providers/b.yaml", RouteFolder.provider("c"))
        try await stage.expectAnswer("c")
        // It was gone only for a moment, of which nobody is told.
        #expect(stage.events == ["version 2", "version 3"])
    }

    @Test func anInvalidVersionIsToldOfOnce() async throws {
        let stage = try Stage(polls: false, folder: RouteFolder())
        try stage.folder.write("routes.yaml", RouteFolder.routes("nobody"))
        try await stage.expectTold("rejected")
        try stage.folder.replace("routes.yaml", RouteFolder.routes("nobody"))
        try await Task.sleep(for: .milliseconds(400))
        try await stage.expectAnswer("a")
        try stage.folder.write("routes.yaml", RouteFolder.routes("b"))
        try await stage.expectAnswer("b")
        #expect(stage.events == ["rejected", "version 2"])
    }

    @Test func routesBuiltInCodeHoldWhenAFileIsOnlyTouched() async throws {
        let stage = try Stage(polls: false, folder: RouteFolder())
        let other = try RouteTable(
            providers: Array(stage.router.table.providers.values),
            routes: [Route(workload: "work", models: [ModelName(provider: "b", id: "m")])])
        try stage.router.use(other)
        try stage.folder.replace("routes.yaml", RouteFolder.routes("a"))
        try await Task.sleep(for: .milliseconds(500))
        try await stage.expectAnswer("b")
        try stage.folder.replace("routes.yaml", RouteFolder.routes("a", "b"))
        try await stage.expectAnswer("a")
        #expect(stage.events == ["version 2", "version 3"])
    }

    @Test func aRouterThatIsClosedOrNotToWatchReadsNothing() async throws {
        let folder = try RouteFolder()
        var options = RouterOptions(logger: nil)
        let closed = try ModelRouter(routesFile: folder.path, options: options)
        options.watchesFiles = false
        let still = try ModelRouter(routesFile: folder.path, options: options)
        await closed.close()
        try folder.write("routes.yaml", RouteFolder.routes("b"))
        try await Task.sleep(for: .milliseconds(600))
        #expect(closed.version.number == 1 && still.version.number == 1)
    }

    #if os(Linux)
    @Test func routersThatAreLetGoLeaveNothingOpen() async throws {
        let folder = try RouteFolder()
        for number in 0..<100 {
            let router = try ModelRouter(routesFile: folder.path, options: RouterOptions(logger: nil))
            if number % 2 == 0 { await router.close() }
        }
        for _ in 0..<200 where Self.watches > 20 { try await Task.sleep(for: .milliseconds(50)) }
        // Other tests have a few of their own at the same time.
        #expect(Self.watches <= 20)
    }

    /// How many descriptors of this process are for watching.
    private static var watches: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?.contains("inotify") ?? false
        }
    }
    #endif
}
