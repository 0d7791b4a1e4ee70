/* A slow disk for one process: fsync and fdatasync take SLOWSYNC_US microseconds longer (LD_PRELOAD). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slow(const char *name, int file)
{
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    const char *longer = getenv("SLOWSYNC_US");
    int result = real(file);
    if (longer)
        usleep((useconds_t) atoi(longer));
    return result;
}

int fsync(int file) { return slow("fsync", file); }
int fdatasync(int file) { return slow("fdatasync", file); }
