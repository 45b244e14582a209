import LoopbackServer

/// A folder with routes whose only provider is at a given address.
struct Shop {
    let folder: TemporaryFolder

    /// The key that its provider needs; nothing that is printed may hold it.
    static let key = "sk-loopback-key-0123456789"
    /// The prompt that is sent; no error may hold it.
    static let prompt = "The parcel is under the doormat."

    /// - Parameters:
    ///   - baseURL: Where the provider is.
    ///   - api: What it speaks.
    init(at baseURL: String, api: String = "openai-chat") throws {
        folder = try TemporaryFolder()
        // No clock may ring before a test that waits for its turn on a busy machine goes on.
        try folder.write(
            """
            workloads:
              ask: {models: [only/model], attempts: 1, deadline: 10m, first_token: 5m, stall: 5m}
            """, to: "routes.yaml")
        try folder.write(
            """
            api: \(api)
            base_url: \(baseURL)
            api_key: {env: SHOP_KEY}
            models: {model: {price: {input: $1, output: $2}}}
            """, to: "providers/only.yaml")
    }

    /// Runs a command in the folder, with the key in the environment.
    func run(_ command: String) async throws -> CommandRun {
        try await start(command).end()
    }

    /// Starts a command in the folder, with the key in the environment.
    func start(_ command: String) throws -> StartedCommand {
        try StartedCommand(command, in: folder, environment: ["SHOP_KEY": Self.key])
    }

    /// Sends the prompt.
    func send(_ options: String = "") async throws -> CommandRun { try await run("waybill send ask '\(Self.prompt)' \(options)") }
}
