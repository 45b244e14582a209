import WaybillInterchange

/// What callers want from the engine's thread, and whether that thread has to be woken to see it.
///
/// A plain state machine behind the engine's lock. Waking costs a system call and a switch of threads, so it is asked for only when the
/// thread is asleep, and once.
struct Inbox {
    enum Command {
        case start(Transfer)
        /// An exchange that may not be: its failure is told by the thread that tells everything.
        case fail(onEvent: @Sendable (TransportEvent) -> Void, TransportFailure)
        case resume(Exchange)
        case cancel(Exchange)
    }

    /// What the caller who added a command has to do.
    enum Reaction: Equatable {
        case nothing
        case wake
        case launch
        /// The engine will not see the command.
        case refuse(TransportFailure)
    }

    private enum Stage {
        case unborn
        case awake
        case asleep
        case closed
    }

    private var stage = Stage.unborn
    private var commands: [Command] = []

    /// Adds a command.
    mutating func add(_ command: Command) -> Reaction {
        switch stage {
        case .closed: return .refuse(TransportFailure(.cancelled, detail: "the transport is closed"))
        case .unborn:
            // Only a start can be the first; what else comes belongs to no exchange.
            guard command.onEvent != nil else { return .nothing }
            commands.append(command)
            stage = .awake
            return .launch
        case .awake:
            commands.append(command)
            return .nothing
        case .asleep:
            commands.append(command)
            stage = .awake
            return .wake
        }
    }

    /// The thread that was asked for could not be had; the next start asks again.
    mutating func launchFailed() {
        commands = []
        stage = .unborn
    }

    /// Refuses everything from now on.
    mutating func close() -> Reaction {
        defer { stage = .closed }
        return stage == .asleep ? .wake : .nothing
    }

    /// Moves the commands into an empty array; without any, the thread counts as asleep from here on.
    ///
    /// - Returns: False when the engine was closed: these commands are the last.
    mutating func takeAll(into taken: inout [Command]) -> Bool {
        swap(&commands, &taken)
        if stage == .closed { return false }
        stage = taken.isEmpty ? .asleep : .awake
        return true
    }

    /// The thread is at work again.
    mutating func wokeUp() {
        if stage == .asleep { stage = .awake }
    }
}

extension Inbox.Command {
    /// Whom to tell of an exchange that the command begins.
    var onEvent: (@Sendable (TransportEvent) -> Void)? {
        switch self {
        case .start(let transfer): transfer.onEvent
        case .fail(let onEvent, _): onEvent
        case .resume, .cancel: nil
        }
    }
}
