extension Model {
    /// How many days before its end a model is worth a warning.
    package static let daysOfWarning = 30

    /// In how many days it is shut down, negative where it was; `nil` where no day is known.
    package func daysLeft(on today: CalendarDay) -> Int? {
        shutdown.flatMap(CalendarDay.init).map { $0.number - today.number }
    }
}
