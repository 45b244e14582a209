import WaybillInterchange

enum HeadingFieldNumber: Int, FieldNumber {
    case began = 1
    case workload, versionNumber, versionFingerprint, promptVersion, requestKey, feature, parameters, deadline, inputTokens,
        expectedCost, tag, prefix, contentHash, servedByWildcard
}

private enum ParameterFieldNumber: Int, FieldNumber {
    case temperature = 1
    case topP, maxOutputTokens, seed, reasoningEffort, verbosity, parallelToolCalls, serviceTier
}

private enum TagFieldNumber: Int, FieldNumber {
    case key = 1
    case value
}

extension FieldWriter {
    /// All of a heading but the call's id.
    mutating func heading(_ field: some FieldNumber, _ heading: CallHeading) {
        typealias Field = HeadingFieldNumber
        group(field) {
            $0.count(Field.began, Int(heading.began.wholeMicroseconds))
            $0.word(Field.workload, heading.workload.rawValue)
            $0.integer(Field.versionNumber, heading.version?.number)
            $0.word(Field.versionFingerprint, heading.version?.fingerprint)
            $0.word(Field.promptVersion, heading.promptVersion)
            $0.fixed(Field.requestKey, heading.requestKey)
            for feature in heading.features { $0.word(Field.feature, feature.rawValue) }
            $0.group(Field.parameters) { $0.write(heading.parameters) }
            $0.time(Field.deadline, heading.deadline)
            for tokens in heading.inputTokens { $0.tokens(Field.inputTokens, tokens) }
            $0.money(Field.expectedCost, heading.expectedCost)
            for tag in heading.tags {
                $0.group(Field.tag) {
                    $0.word(TagFieldNumber.key, tag.key)
                    // Values may be as many as there are calls, such as the id of a customer.
                    $0.text(TagFieldNumber.value, tag.value)
                }
            }
            $0.fixed(Field.prefix, heading.prefix)
            $0.data(Field.contentHash, heading.contentHash)
            $0.flag(Field.servedByWildcard, heading.servedByWildcard)
        }
    }

    /// The parameters without the stop texts, which are the program's words.
    private mutating func write(_ parameters: GenerationParameters) {
        typealias Field = ParameterFieldNumber
        double(Field.temperature, parameters.temperature)
        double(Field.topP, parameters.topP)
        integer(Field.maxOutputTokens, parameters.maxOutputTokens)
        integer(Field.seed, parameters.seed)
        word(Field.reasoningEffort, parameters.reasoningEffort?.rawValue)
        word(Field.verbosity, parameters.verbosity?.rawValue)
        integer(Field.parallelToolCalls, parameters.parallelToolCalls.map { $0 ? 1 : 0 })
        word(Field.serviceTier, parameters.serviceTier?.rawValue)
    }
}

extension FieldReader {
    mutating func heading(of id: CallID) throws(FieldFault) -> CallHeading {
        var heading = CallHeading(id: id, began: .zero, workload: "")
        var (number, fingerprint): (Int?, String?)
        try group(HeadingFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .began: heading.began = try reader.time()
            case .workload: heading.workload = Workload(rawValue: try reader.text())
            case .versionNumber: number = try reader.integer()
            case .versionFingerprint: fingerprint = try reader.text()
            case .promptVersion: heading.promptVersion = try reader.text()
            case .requestKey: heading.requestKey = try reader.fixed()
            case .feature: heading.features.append(Feature(rawValue: try reader.text()))
            case .parameters: heading.parameters = try reader.parameters()
            case .deadline: heading.deadline = try reader.time()
            case .inputTokens: heading.inputTokens.append(try reader.tokens())
            case .expectedCost: heading.expectedCost = try reader.money()
            case .tag: heading.tags.append(try reader.tag())
            case .prefix: heading.prefix = try reader.fixed()
            case .contentHash: heading.contentHash = try reader.data()
            case .servedByWildcard: heading.servedByWildcard = try reader.integer() != 0
            }
        }
        heading.version = number.map { RoutesVersion(number: $0, fingerprint: fingerprint) }
        return heading
    }

    private mutating func parameters() throws(FieldFault) -> GenerationParameters {
        var parameters = GenerationParameters()
        try group(ParameterFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .temperature: parameters.temperature = try reader.double()
            case .topP: parameters.topP = try reader.double()
            case .maxOutputTokens: parameters.maxOutputTokens = try reader.integer()
            case .seed: parameters.seed = try reader.integer()
            case .reasoningEffort: parameters.reasoningEffort = ReasoningEffort(rawValue: try reader.text())
            case .verbosity: parameters.verbosity = Verbosity(rawValue: try reader.text())
            case .parallelToolCalls: parameters.parallelToolCalls = try reader.integer() != 0
            case .serviceTier: parameters.serviceTier = ServiceTier(rawValue: try reader.text())
            }
        }
        return parameters
    }

    private mutating func tag() throws(FieldFault) -> CallHeading.Tag {
        var tag = CallHeading.Tag("", "")
        try group(TagFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .key: tag.key = try reader.text()
            case .value: tag.value = try reader.text()
            }
        }
        return tag
    }
}
