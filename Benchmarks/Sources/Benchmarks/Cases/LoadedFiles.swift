import Foundation
import Waybill

/// Reading a large set of files from disk, as at a start and at every reload.
enum LoadedFiles {
    static func contests(iterations: Int) throws -> [Contest] {
        let folder = try Folder()
        return [
            Contest(
                title: "Loading 1,000 workloads over 50 providers", operation: "load", operations: iterations, hasYardstick: false,
                contestants: [
                    .init("reading, decoding and checking", goal: .nanoseconds(100_000_000)) { count in
                        for _ in 0..<count {
                            let table = RouteFiles.inspect(path: folder.routes, today: "2026-11-20").table
                            guard table?.routes.count == Folder.workloads else { throw BenchmarkError("the files have errors") }
                        }
                    }
                ])
        ]
    }

    /// The files, which are gone when this value is.
    private final class Folder: Sendable {
        static let workloads = 1_000
        private static let providers = 50
        private static let modelsEach = 10

        private let path: String
        var routes: String { path + "/routes.yaml" }

        init() throws {
            path = FileManager.default.temporaryDirectory.appending(path: "waybill-benchmark-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path + "/providers", withIntermediateDirectories: true)
            for number in 0..<Self.providers {
                try Self.provider.write(toFile: "\(path)/providers/p\(number).yaml", atomically: false, encoding: .utf8)
            }
            let text = (0..<Self.workloads).map(Self.workload).joined()
            try "workloads:\n\(text)".write(toFile: routes, atomically: false, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        private static var provider: String {
            let models = (0..<modelsEach)
                .map {
                    """
                      model-\($0):
                        context_window: 400k
                        max_output_tokens: 128k
                        tokenizer: o200k_base
                        features: [tools, parallel_tools, json_schema, images, reasoning, prompt_cache]
                        price: {input: $0.75, cached_input: $0.075, output: $4.50}

                    """
                }
            return """
                api: openai-responses
                base_url: https://api.example.com/v1
                api_key: {env: EXAMPLE_KEY}
                rate_limits: {requests_per_minute: 5k, tokens_per_minute: 2M}
                location: us
                models:
                \(models.joined())
                """
        }

        private static func workload(_ number: Int) -> String {
            let models = (0..<3).map { "p\((number + $0 * 7) % providers)/model-\((number + $0) % modelsEach)" }
            return """
                  workload-\(number):
                    description: The work with the number \(number)
                    models: [\(models.joined(separator: ", "))]
                    parameters: {temperature: 0.3, top_p: 0.8, max_output_tokens: 1500}
                    limits: {cost_per_request: $0.20}
                    first_token: 5s
                    deadline: 2m
                    last_resort: We cannot answer right now.

                """
        }
    }
}
