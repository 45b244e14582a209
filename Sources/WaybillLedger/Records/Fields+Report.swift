import WaybillInterchange

enum ReportFieldNumber: Int, FieldNumber {
    case id = 1
    case workload, ruleFile, ruleLine, ruleColumn, when, versionNumber, versionFingerprint, servedByWildcard, candidate, attempt,
        adjustment, canonicalForm, cacheDrop, degraded, duration
}

private enum CacheDropFieldNumber: Int, FieldNumber {
    case before = 1
    case now, cause, segment, path, byte, within, explanation
}

extension FieldWriter {
    mutating func report(_ field: some FieldNumber, _ report: RouteReport) {
        typealias Field = ReportFieldNumber
        group(field) {
            $0.flag(Field.id, report.id != nil)
            $0.word(Field.workload, report.workload.rawValue)
            $0.word(Field.ruleFile, report.rule?.file)
            $0.integer(Field.ruleLine, report.rule?.line)
            $0.integer(Field.ruleColumn, report.rule?.column)
            $0.word(Field.when, report.when)
            $0.integer(Field.versionNumber, report.version?.number)
            $0.word(Field.versionFingerprint, report.version?.fingerprint)
            $0.flag(Field.servedByWildcard, report.servedByWildcard)
            for candidate in report.candidates { $0.candidate(Field.candidate, candidate) }
            for attempt in report.attempts { $0.attempt(Field.attempt, attempt) }
            for adjustment in report.adjustments { $0.adjustment(Field.adjustment, adjustment) }
            $0.integer(Field.canonicalForm, report.canonicalForm)
            if let drop = report.cacheDrop { $0.group(Field.cacheDrop) { $0.write(drop) } }
            $0.flag(Field.degraded, report.degraded)
            $0.time(Field.duration, report.duration)
        }
    }

    /// All of a drop but the words that stood in the prompts.
    private mutating func write(_ drop: CacheDrop) {
        typealias Field = CacheDropFieldNumber
        integer(Field.before, drop.before)
        integer(Field.now, drop.now)
        word(Field.cause, drop.cause.rawValue)
        word(Field.segment, drop.segment)
        sentence(Field.path, drop.path)
        integer(Field.byte, drop.byte)
        integer(Field.within, drop.within)
        sentence(Field.explanation, drop.explanation)
    }
}

extension FieldReader {
    mutating func report(of id: CallID) throws(FieldFault) -> RouteReport {
        var report = RouteReport(workload: "")
        var (file, line, column): (String?, Int, Int) = (nil, 0, 0)
        var (number, fingerprint): (Int?, String?)
        try group(ReportFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .id: report.id = try reader.integer() != 0 ? id : nil
            case .workload: report.workload = Workload(rawValue: try reader.text())
            case .ruleFile: file = try reader.text()
            case .ruleLine: line = try reader.integer()
            case .ruleColumn: column = try reader.integer()
            case .when: report.when = try reader.text()
            case .versionNumber: number = try reader.integer()
            case .versionFingerprint: fingerprint = try reader.text()
            case .servedByWildcard: report.servedByWildcard = try reader.integer() != 0
            case .candidate: report.candidates.append(try reader.candidate())
            case .attempt: report.attempts.append(try reader.attempt())
            case .adjustment: report.adjustments.append(try reader.adjustment())
            case .canonicalForm: report.canonicalForm = try reader.integer()
            case .cacheDrop: report.cacheDrop = try reader.cacheDrop()
            case .degraded: report.degraded = try reader.integer() != 0
            case .duration: report.duration = try reader.time()
            }
        }
        report.rule = file.map { SourceLocation(file: $0, line: line, column: column) }
        report.version = number.map { RoutesVersion(number: $0, fingerprint: fingerprint) }
        return report
    }

    private mutating func cacheDrop() throws(FieldFault) -> CacheDrop {
        var drop = CacheDrop(before: 0, now: 0, "", "")
        try group(CacheDropFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .before: drop.before = try reader.integer()
            case .now: drop.now = try reader.integer()
            case .cause: drop.cause = CacheDrop.Cause(rawValue: try reader.text())
            case .segment: drop.segment = try reader.text()
            case .path: drop.path = try reader.text()
            case .byte: drop.byte = try reader.integer()
            case .within: drop.within = try reader.integer()
            case .explanation: drop.explanation = try reader.text()
            }
        }
        return drop
    }
}
