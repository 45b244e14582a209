import Foundation
import Testing
import Waybill

@testable import GatewayServer

struct AccessLogTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-log-\(UUID().uuidString)")

    private func lines(of name: String) -> [String] {
        let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    @Test func aLogThatWasMovedAwayGoesOnInANewFile() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "log").path
        let log = try AccessLog(path: path)
        var exchange = Exchange(began: .zero, method: "GET", path: "/before", status: 200)
        log.exchangeEnded(exchange)
        try await until { lines(of: "log").count == 1 }
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try log.reopen()
        exchange.path = "/after"
        log.exchangeEnded(exchange)
        try await until { lines(of: "log").count == 1 }
        #expect(lines(of: "log").first?.contains("/after") == true)
        #expect(lines(of: "log.1").count == 1)
    }

    @Test func aLogThatCannotBeOpenedAgainGoesOnWhereItWas() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = try AccessLog(path: folder.appending(path: "log").path)
        try FileManager.default.removeItem(at: folder)
        let error = #expect(throws: AccessLogError.self) { try log.reopen() }
        #expect(error?.description.contains("cannot be opened") == true)
    }
}
