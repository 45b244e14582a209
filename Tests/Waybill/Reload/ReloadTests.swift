import Synchronization
import Testing
import Waybill
import WaybillTesting

/// What a router does when it is told to take other routes.
struct ReloadTests {
    private let request = ModelRequest("Hi", workload: "work")

    private func router(
        _ folder: RouteFolder, onEvent: @escaping @Sendable (RouterEvent) -> Void = { _ in }
    ) throws -> ModelRouter {
        try ModelRouter(routesFile: folder.path, options: RouterOptions(logger: nil), onEvent: onEvent)
    }

    @Test func theNextCallGoesByWhatTheFilesSayNow() async throws {
        let folder = try RouteFolder()
        // On a busy machine, a router that watches may be faster than the test.
        var options = RouterOptions(logger: nil)
        options.watchesFiles = false
        let router = try ModelRouter(routesFile: folder.path, options: options)
        let first = try await router.respond(to: request)
        try folder.write("routes.yaml", RouteFolder.routes("b", "a"))
        #expect(try await router.respond(to: request).text == "a")
        let changes = try router.reload()
        let (version, second) = (router.version, try await router.respond(to: request))
        #expect(changes.description == "work: b/m added as the first")
        #expect((first.text, second.text) == ("a", "b"))
        #expect(first.route.version?.number == 1 && second.route.version?.number == 2)
        #expect(second.route.version == version)
        #expect(first.route.version?.fingerprint != second.route.version?.fingerprint)
        #expect(try router.plan(request).version == version)
        #expect(router.table.route(for: "work")?.candidates.first?.model.provider == "b")
    }

    @Test func theSameFilesHaveTheSameFingerprintWhereverTheyLie() throws {
        let (one, two) = (try RouteFolder(), try RouteFolder())
        let (first, second) = (try router(one), try router(two))
        #expect(first.version == second.version)
        #expect(first.version.fingerprint?.count == 12)
        try one.write("routes.yaml", RouteFolder.routes("b"))
        try first.reload()
        #expect(first.version.fingerprint != second.version.fingerprint)
        try one.write("routes.yaml", RouteFolder.routes("a"))
        try first.reload()
        #expect(first.version == RoutesVersion(number: 3, fingerprint: second.version.fingerprint))
    }

    @Test func whatIsTheSameChangesNothing() throws {
        let events = Mutex(0)
        let folder = try RouteFolder()
        let router = try router(folder) { _ in events.withLock { $0 += 1 } }
        try folder.replace("routes.yaml", RouteFolder.routes("a"))
        #expect(try router.reload().isEmpty && router.version.number == 1)
        #expect(events.withLock { $0 } == 0)
    }

    @Test func anInvalidVersionChangesNothingAndIsToldOfOnce() async throws {
        let told = Mutex<[String]>([])
        let folder = try RouteFolder()
        let router = try router(folder) { event in
            switch event {
            case .routesRejected(let problem): told.withLock { $0.append(problem.diagnostics[0].message) }
            case .routesChanged(let version, _): told.withLock { $0.append("\(version.number)") }
            default: break
            }
        }
        try folder.write("routes.yaml", RouteFolder.routes("c"))
        for _ in 0..<2 {
            let problem = #expect(throws: RoutesInvalid.self) { try router.reload() }
            #expect(problem?.description.contains("error: no provider 'c'") == true)
        }
        #expect(try await router.respond(to: request).text == "a")
        #expect(router.version.number == 1)
        try folder.write("routes.yaml", RouteFolder.routes("a"))
        #expect(try router.reload().isEmpty)
        // The same mistake, made again.
        try folder.write("routes.yaml", RouteFolder.routes("c"))
        #expect(throws: RoutesInvalid.self) { try router.reload() }
        try folder.write("routes.yaml", RouteFolder.routes("b"))
        try router.reload()
        #expect(told.withLock { $0.count } == 3)
        #expect(told.withLock { $0.last } == "2")
    }

    @Test func aCallUnderWayFinishesUnderItsVersion() async throws {
        let time = VirtualTime()
        let old = ScriptedProvider("old", [.status(500), .answer("old").delayed(by: .seconds(5))])
        let new = ScriptedProvider("new", [.answer("new")])
        let transport = ScriptedTransport([old, new], time: time)
        let router = ModelRouter(table: try .testing([old]), options: RouterOptions(transport: transport, time: time, logger: nil))
        let next = try RouteTable.testing([new])
        try await time.run {
            async let before = router.respond(to: "Hi", workload: "test")
            try await Self.sleep(.seconds(3), time)
            try router.use(next)
            let after = try await router.respond(to: "Hi", workload: "test")
            let finished = try await before
            #expect(finished.text == "old" && finished.route.version == RoutesVersion(number: 1))
            #expect(finished.route.attempts.count == 2)
            #expect(after.text == "new" && after.route.version == RoutesVersion(number: 2))
        }
    }

    @Test func routesBuiltInCodeHoldUntilTheFilesAreReadAgain() async throws {
        let folder = try RouteFolder()
        let router = try router(folder)
        let file = router.table
        let other = try RouteTable(
            providers: Array(file.providers.values), routes: [Route(workload: "work", models: [ModelName(provider: "b", id: "m")])])
        #expect(try router.use(other).description == "work: a/m removed; b/m added as the first")
        #expect(router.version == RoutesVersion(number: 2))
        #expect(try await router.respond(to: request).text == "b")
        try router.reload()
        #expect(router.version.number == 3)
        #expect(try await router.respond(to: request).text == "a")
    }

    @Test func whereThereIsNoFileNothingIsRead() throws {
        let folder = try RouteFolder()
        let router = ModelRouter(table: try router(folder).table, options: RouterOptions(logger: nil))
        let failure = #expect(throws: ModelFailure.self) { try router.reload() }
        #expect(failure?.description.contains("use(_:)") == true)
    }

    @Test func aClosedRouterTakesNoRoutes() async throws {
        let folder = try RouteFolder()
        let router = try router(folder)
        await router.close()
        try folder.write("routes.yaml", RouteFolder.routes("b"))
        let failure = #expect(throws: ModelFailure.self) { try router.reload() }
        #expect(failure?.kind == .closed)
        #expect(throws: ModelFailure.self) { try router.use(router.table) }
        #expect(router.version.number == 1)
    }

    @Test func manyReloadsAtOnceFollowEachOther() async throws {
        let folder = try RouteFolder()
        let numbers = Mutex<[Int]>([])
        let router = try router(folder) { event in
            if case .routesChanged(let version, _) = event { numbers.withLock { $0.append(version.number) } }
        }
        try folder.write("routes.yaml", RouteFolder.routes("b"))
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try router.reload() } }
            try await group.waitForAll()
        }
        #expect(numbers.withLock { $0 } == [2])
        #expect(try await router.respond(to: request).text == "b")
    }

    private static func sleep(_ span: Duration, _ time: VirtualTime) async throws {
        await withCheckedContinuation { continuation in
            _ = time.schedule(at: time.now + span) { continuation.resume() }
        }
    }
}
