// RouteFiles
