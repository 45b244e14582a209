import Testing
import WaybillTesting

@testable import Waybill

struct RouteMatrixTests {
    private static let first = ModelName(provider: "first", id: "model")
    private static let second = ModelName(provider: "second", id: "model")

    private func router(_ names: [String] = ["first", "second"], _ change: (inout Route) -> Void = { _ in }) throws -> ModelRouter {
        let providers = names.map { ScriptedProvider($0, [.answer("ok")]) }
        return ModelRouter(
            table: try .testing(providers, change),
            options: RouterOptions(transport: ScriptedTransport(providers, time: VirtualTime()), logger: nil, seed: 7))
    }

    private func matrix(_ router: ModelRouter, _ names: [String] = ["a.json"]) throws -> RouteMatrix {
        try RouteMatrix(names.map { ($0, ModelRequest("Hi", workload: "test")) }, plannedBy: router)
    }

    @Test func rowsStandInTheOrderOfTheBytesOfTheirNames() throws {
        let names = ["b.json", "ä.json", "a/z.json", "B.json", "a.json", "a-b.json"]
        #expect(try matrix(router(), names).rows.map(\.name) == ["B.json", "a-b.json", "a.json", "a/z.json", "b.json", "ä.json"])
    }

    @Test func nothingMovesWhereTheRoutesSayTheSame() throws {
        #expect(try matrix(router()).moves(from: matrix(router()).records).isEmpty)
    }

    @Test func anotherOrderIsAMove() throws {
        let move = try #require(try matrix(router(["second", "first"])).moves(from: matrix(router()).records).first)
        #expect(move.before == [Self.first, Self.second])
        #expect(move.after == [Self.second, Self.first])
        #expect(move.reasons == ["second/model is asked before first/model"])
    }

    @Test func aModelThatCameOrWentIsAMove() throws {
        let (both, one) = (try matrix(router()), try matrix(router(["first"])))
        #expect(one.moves(from: both.records).first?.reasons == ["second/model is not among the models that are asked"])
        #expect(both.moves(from: one.records).first?.reasons == ["second/model is asked now"])
    }

    @Test func whoIsSetAsideIsNotAsked() throws {
        let strict = try matrix(router { $0.requirements.locations = ["moon"] })
        let move = try #require(strict.moves(from: try matrix(router()).records).first)
        #expect(move.after == [])
        #expect(move.reasons.allSatisfy { $0.contains("is set aside: ") && $0.contains("moon") })
        #expect(move.reasons.count == 2)
    }

    @Test func requestsThatCameOrWentMovedToo() throws {
        let moves = try matrix(router(), ["a.json", "b.json"]).moves(from: matrix(router(), ["b.json", "c.json"]).records)
        #expect(moves.map(\.name) == ["a.json", "c.json"])
        #expect(moves.map { $0.before == nil } == [true, false])
        #expect(moves.map { $0.after == nil } == [false, true])
    }

    @Test func aWorkloadWithoutARouteGoesNowhere() throws {
        let matrix = try RouteMatrix([("a.json", ModelRequest("Hi", workload: "tset"))], plannedBy: router())
        #expect(matrix.records == [RouteRecord(name: "a.json", workload: "tset", models: [])])
        let move = try #require(matrix.moves(from: [RouteRecord(name: "a.json", workload: "tset", models: [Self.first])]).first)
        #expect(move.reasons == ["No route serves the workload 'tset'; did you mean 'test'?"])
    }

    @Test func everyRequestThatMakesNoSenseIsNamed() throws {
        let router = try router()
        let blank = ModelRequest(" ", workload: "test")
        let error = #expect(throws: RouteMatrix.InvalidRequests.self) {
            try RouteMatrix([("b.json", blank), ("fine.json", ModelRequest("Hi", workload: "test")), ("a.json", blank)], plannedBy: router)
        }
        #expect(error?.failures.map(\.name) == ["a.json", "b.json"])
    }
}

struct RouteRecordTests {
    private let records = [
        RouteRecord(name: "a.json", workload: "test", models: [ModelName(provider: "p", id: "m/x"), ModelName(provider: "q", id: "m")]),
        RouteRecord(name: "tab\tline\nback\\n.json", workload: "wörk", models: []),
    ]

    @Test func theTableSaysOneRequestALine() {
        #expect(
            RouteRecord.text(of: records)
                == "request\tworkload\tmodels\na.json\ttest\tp/m/x > q/m\ntab\\tline\\nback\\\\n.json\twörk\tnone\n")
    }

    @Test(arguments: ["\n", "\r\n"]) func whatWasWrittenIsReadAgain(lineEnd: String) throws {
        let lines = RouteRecord.text(of: records).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        #expect(try RouteRecord.read(lines) == records)
    }

    @Test(arguments: [
        ("", 1), ("{}\n", 1), ("request\tworkload\tmodels\na\tb\n", 2), ("request\tworkload\tmodels\na\tb\tp/m\nc\td\tp/m >  > p/m\n", 3),
        ("request\tworkload\tmodels\na\tb\tp/m\n\nc\td\tp/m\n", 3), ("request\tworkload\tmodels\na\tb\tp/m\na\tb\tp/m\n", 3),
    ])
    func whatIsNoTableIsNamedByItsLine(text: String, line: Int) {
        let error = #expect(throws: RouteTableTextMalformed.self) { try RouteRecord.read(text) }
        #expect(error?.line == line)
    }
}
