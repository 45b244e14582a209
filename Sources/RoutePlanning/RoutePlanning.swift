// RoutePlanning
