import ArgumentParser
import Waybill

/// Plans a folder of requests and prints where they go, or which of them go elsewhere than a table says.
struct MatrixRun {
    let folder: RequestFolder
    /// The path of the table to compare with; `nil`: nothing is compared.
    let expected: String?
    let requiresKeys: Bool
    let health: HealthSnapshot?
    let day: DayOptions

    /// - Throws: `ExitCode` where requests moved, all being printed; ``InvalidRequestFiles`` where one of them makes no sense.
    func run(_ routes: RoutesOptions) async throws {
        let requests = try folder.read()
        let records = try expected.map { try RouteTableFile(path: $0).read() }
        let router = try routes.makeRouter(on: day)
        let matrix = try folder.matrix(of: requests, plannedBy: router, requiringKeys: requiresKeys, health: health)
        await router.close()
        if let expected, let records {
            try compare(matrix, with: records, in: expected, asJSON: routes.printsJSON)
        } else {
            try print(matrix, asJSON: routes.printsJSON)
        }
    }

    /// Prints the matrix: for people on a terminal, else as the table to keep.
    private func print(_ matrix: RouteMatrix, asJSON: Bool) throws {
        let output = OutputChannel.output
        if asJSON {
            try output.write(matrix.json)
        } else if output.isTerminal {
            try output.write(MatrixView(matrix: matrix, look: output.look).text)
        } else {
            try output.write(RouteRecord.text(of: matrix.records))
        }
    }

    private func compare(_ matrix: RouteMatrix, with records: [RouteRecord], in table: String, asJSON: Bool) throws {
        let moves = matrix.moves(from: records)
        let view = MovesView(moves: moves, requests: matrix.rows.count, table: table, look: OutputChannel.output.look)
        if asJSON {
            var object = matrix.json.objectValue ?? [:]
            object["moved"] = moves.json
            if !moves.isEmpty { object["error"] = .object(JSONObject(kind: "routes-moved", message: view.summary)) }
            try OutputChannel.output.write(.object(object))
        } else {
            try OutputChannel.output.write(view.text)
        }
        if !moves.isEmpty { throw ExitCode.failure }
    }
}
