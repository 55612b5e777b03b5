#ifndef PACKETWALK_ALLOCATIONS_H
#define PACKETWALK_ALLOCATIONS_H

/// How many blocks of memory the whole process has asked for until now; -1 where nobody counts.
long packetwalk_allocations(void);

#endif
