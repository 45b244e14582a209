#if os(Linux)
import Foundation
import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

struct DescriptorTests {
    /// In a process of its own, where nothing else opens or closes anything.
    @Test func nothingStaysOpen() async {
        await #expect(processExitsWith: .success) {
            func round() async throws {
                let wire = try Wire { request in
                    switch request.path {
                    case "/reset": .reset
                    case "/cut": .stream([.text("half"), .hangUp])
                    case "/silent": .silence
                    default: .text("ok")
                    }
                }
                for path in ["/", "/reset", "/", "/cut", "/"] { _ = await wire.send(wire.post(path)) }
                _ = await wire.send(TransportRequest(url: "nonsense"))
                let silent = wire.start(wire.post("/silent"))
                let cancelled = wire.start(wire.post("/silent"))
                cancelled.exchange.cancel()
                await cancelled.finished()
                wire.close()
                await silent.finished()
            }
            func openDescriptors() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            }
            try await round()
            let before = try openDescriptors()
            for _ in 0..<20 { try await round() }
            let after = try openDescriptors()
            // The runtime opens a few of its own when it pleases; a leak would be one for each round at the least.
            guard after < before + 10 else { fatalError("\(before) descriptors became \(after)") }
        }
    }
}
#endif
