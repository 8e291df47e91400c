// SPDX-License-Identifier: Apache-2.0
// give-up <FRAMES: gives the pages of a PV guest's framebuffer back to the hypervisor, as a balloon driver does with pages that nobody
// uses: takes them out of the kernel's page tables, then has the hypervisor take them out of the guest's memory. Linux's drivers never do
// that to pages which they share. FRAMES are the pages' machine frame numbers, hexadecimal, one a line, in the picture's order; a PV
// guest's programs cannot find them out. From then on nothing in the guest may draw. Needs /dev/xen/privcmd, and the kernel's addresses
// in /proc/vmallocinfo (kernel.kptr_restrict=1).

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, MOST = 4096, MEMORY_OP = 12, UPDATE_VA_MAPPING = 14, DECREASE_RESERVATION = 1, SELF = 0x7ff0, FLUSH_PAGE = 2 };

// Where Linux maps all of its memory when it does not choose the place by chance (nokaslr).
static const uint64_t ALL_MEMORY = 0xffff888000000000;
static const uint64_t PRESENT = 1ull << 63, FRAME = (1ull << 55) - 1;

// The hypervisor's struct xen_memory_reservation on amd64.
struct reservation {
  uint64_t frames, count;
  uint32_t order, flags;
  uint16_t domain;
};

// The driver's struct privcmd_hypercall.
struct hypercall {
  uint64_t operation, arguments[5];
};

static int privcmd;
static uint64_t frames[MOST], own[MOST];

_Noreturn static void die(const char *what) {
  fprintf(stderr, "give-up: %s: %s\n", what, strerror(errno));
  exit(1);
}

static long call(uint64_t operation, uint64_t first, uint64_t second, uint64_t third) {
  struct hypercall call = {operation, {first, second, third, 0, 0}};
  long result = ioctl(privcmd, _IOC(_IOC_NONE, 'P', 0, sizeof(call)), &call);
  if (result < 0) die(operation == MEMORY_OP ? "give pages up" : "unmap a page");
  return result;
}

static int read_frames(void) {
  int count = 0;
  while (count < MOST && scanf("%lx", &frames[count]) == 1) count++;
  return count;
}

// Which pages of the guest's memory the picture is in.
static void find_own(int count) {
  int framebuffer = open("/dev/fb0", O_RDONLY), pages = open("/proc/self/pagemap", O_RDONLY);
  if (framebuffer < 0 || pages < 0) die("open");
  volatile uint8_t *memory = mmap(NULL, (size_t)count * PAGE, PROT_READ, MAP_SHARED, framebuffer, 0);
  if (memory == MAP_FAILED) die("map the framebuffer");
  for (int i = 0; i < count; i++) {
    uint64_t entry;
    (void)memory[(size_t)i * PAGE];
    if (pread(pages, &entry, sizeof(entry), ((uintptr_t)memory / PAGE + i) * sizeof(entry)) != sizeof(entry)) die("pagemap");
    errno = ENXIO;
    if (!(entry & PRESENT) || !(entry & FRAME)) die("a page of the framebuffer");
    own[i] = entry & FRAME;
  }
  munmap((void *)memory, (size_t)count * PAGE);
  close(pages);
  close(framebuffer);
}

// Where the driver has mapped the framebuffer.
static uint64_t driver_address(int count) {
  char text[512];
  FILE *areas = fopen("/proc/vmallocinfo", "r");
  if (!areas) die("/proc/vmallocinfo");
  while (fgets(text, sizeof(text), areas)) {
    uint64_t from, to;
    if (strstr(text, " xenfb_") && sscanf(text, "0x%lx-0x%lx", &from, &to) == 2 && to - from > (uint64_t)count * PAGE) {
      fclose(areas);
      return from;
    }
  }
  errno = ENOENT;
  die("the driver's mapping");
}

int main(void) {
  int count = read_frames();
  privcmd = open("/dev/xen/privcmd", O_RDWR);
  if (privcmd < 0) die("/dev/xen/privcmd");
  find_own(count);
  uint64_t address = driver_address(count);
  errno = EINVAL;
  if (count == 0 || address < ALL_MEMORY) die("frames or addresses");
  struct reservation given = {(uintptr_t)frames, count, 0, 0, SELF};
  for (int i = 0; i < count; i++) {
    call(UPDATE_VA_MAPPING, address + (uint64_t)i * PAGE, 0, FLUSH_PAGE);
    call(UPDATE_VA_MAPPING, ALL_MEMORY + own[i] * PAGE, 0, FLUSH_PAGE);
  }
  printf("%ld of %d pages given up\n", call(MEMORY_OP, DECREASE_RESERVATION, (uintptr_t)&given, 0), count);
  return 0;
}
