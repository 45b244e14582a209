#pragma once

#include <stdint.h>

/// Begins to count the memory allocations of the whole process, from zero.
void allocation_count_begin(void);

/// Ends the counting.
///
/// Returns the number of allocations since it began, or -1 where the system offers no way to count them.
int64_t allocation_count_end(void);
