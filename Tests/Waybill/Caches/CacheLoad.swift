import WaybillInterchange

/// The traffic of a company, made of a seed: kinds of work with tools and long instructions, conversations that take turns with one another,
/// and programs that build the same requests each in its own way.
struct CacheLoad {
    /// How a program writes what a model need not see.
    struct Program {
        /// How many tools, from the first, it lists last.
        var toolsMoved = 0
        var lineEnding = "\n"
        /// Whether it writes `1.0` for `1`.
        var writesFractions = false
        /// Whether the members of its schemas come in the reverse order.
        var reversesKeys = false
    }

    private struct Conversation {
        let kind: Int
        let program: Int
        let turns: Int
        var items: [ConversationItem]
    }

    private static let programs = [
        Program(), Program(toolsMoved: 2, lineEnding: "\r\n"), Program(writesFractions: true, reversesKeys: true),
        Program(toolsMoved: 1, reversesKeys: true),
    ]
    /// How often conversations are of each kind.
    private static let shares = [8, 5, 4, 3, 2, 1]
    /// The kinds whose instructions name the time: one at their beginning, one at their end.
    private static let timed = (first: 1, last: 3)

    private let timeIsLate: Bool
    private var random = SeededGenerator(seed: 7)
    private var conversations: [Conversation] = []
    private var minutes: Duration = .zero

    /// Begins the traffic.
    ///
    /// - Parameter timeIsLate: Whether the time stands in the late context instead of the instructions.
    init(timeIsLate: Bool) {
        self.timeIsLate = timeIsLate
        for _ in 0..<40 { conversations.append(begin()) }
    }

    /// What is asked next, and how long nothing is asked after it.
    mutating func next() -> (request: ModelRequest, pause: Duration) {
        let place = Int.random(in: conversations.indices, using: &random)
        if conversations[place].items.count > conversations[place].turns * 2 {
            conversations[place] = begin()
        } else if !conversations[place].items.isEmpty {
            conversations[place].items.append(.assistant("It is so. \(words(30))"))
        }
        conversations[place].items.append(.user("\(words(25))?"))
        let pause = Duration.milliseconds(Int.random(in: 500..<7_500, using: &random))
        let request = request(conversations[place])
        minutes += pause
        return (request, pause)
    }

    private mutating func begin() -> Conversation {
        let kinds = Self.shares.indices.flatMap { Array(repeating: $0, count: Self.shares[$0]) }
        return Conversation(
            kind: kinds.randomElement(using: &random) ?? 0, program: Int.random(in: Self.programs.indices, using: &random),
            turns: Int.random(in: 1...8, using: &random), items: [])
    }

    // MARK: Requests

    private mutating func request(_ conversation: Conversation) -> ModelRequest {
        // One turn in four is served by another program, as behind a load balancer.
        let isElsewhere = Int.random(in: 0..<4, using: &random) == 0
        let program = Self.programs[isElsewhere ? Int.random(in: Self.programs.indices, using: &random) : conversation.program]
        let kind = conversation.kind
        let now = "The time is 2026-11-21 \(minutes.components.seconds / 3_600 + 9):\(minutes.components.seconds / 60 % 60)."
        var lines = ["You do work number \(kind)."]
        for rule in 0..<60 + kind * 15 {
            lines.append("\(rule). Where there is a case of \(kind) and \(rule), say so and give the reason in full.")
        }
        if !timeIsLate, kind == Self.timed.first { lines.insert(now, at: 0) }
        if !timeIsLate, kind == Self.timed.last { lines.append(now) }
        var request = ModelRequest(
            workload: Workload(rawValue: "work-\(kind)"), instructions: lines.joined(separator: program.lineEnding),
            tools: program.order((0..<4 + kind).map { program.spelled(Self.tool($0, of: kind)) }), conversation: conversation.items)
        if timeIsLate, kind == Self.timed.first || kind == Self.timed.last { request.lateContext = now }
        return request
    }

    private static func tool(_ number: Int, of kind: Int) -> ToolDefinition {
        ToolDefinition(
            name: "find_\(kind)_\(number)", description: "Finds what belongs to case \(number) of work \(kind), newest first.",
            parameters: [
                "type": "object",
                "properties": [
                    "customer": ["type": "string", "description": "The customer's number, as it stands on the letter."],
                    "count": ["type": "integer", "minimum": 1, "maximum": 100, "description": "How many are wanted."],
                ],
                "required": ["customer", "count"], "additionalProperties": false,
            ])
    }

    private mutating func words(_ count: Int) -> String {
        (0..<count).map { _ in "word\(Int.random(in: 0..<1_000, using: &random))" }.joined(separator: " ")
    }
}

extension CacheLoad.Program {
    func order(_ tools: [ToolDefinition]) -> [ToolDefinition] { Array(tools.dropFirst(toolsMoved) + tools.prefix(toolsMoved)) }

    func spelled(_ tool: ToolDefinition) -> ToolDefinition {
        var tool = tool
        tool.parameters = spelled(tool.parameters)
        return tool
    }

    /// The same schema; names of properties keep their order, which a model sees.
    private func spelled(_ value: JSONValue, areNames: Bool = false) -> JSONValue {
        switch value {
        case .number(let number):
            return writesFractions ? JSONNumber(literal: "\(number).0").map(JSONValue.number) ?? value : value
        case .object(let members):
            let respelled = members.map { key, value in (key, spelled(value, areNames: key == "properties")) }
            return .object(JSONObject(reversesKeys && !areNames ? respelled.reversed() : respelled))
        default: return value
        }
    }
}
