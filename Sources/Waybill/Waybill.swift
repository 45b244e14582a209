// The journey of a request.
