// SPDX-License-Identifier: Apache-2.0
// draw ID: draws on a guest's screen of 800 by 600 pixels, as lines of its input say:
//
//   parts         the names of the parts of a session
//   prepare PART  the picture that a part begins with
//   play PART     the part's steps, each at its time; then a line for each step, with the times when drawing began and ended
//   learn         all parts without waiting, with a line for each step: the sum of the picture
//   sum           the CRC-32 of the picture
//   clock         the time
//   end
//
// It answers by lines that begin with @@; the last one of an answer begins with @@done. Times are seconds of the system's clock.

#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 800, HEIGHT = 600, PIXELS = WIDTH * HEIGHT, SIZE = 4 * PIXELS, BLOCK = 96, CHANGES = 4, MOST_STEPS = 64 };

static int framebuffer, terminal;
static uint32_t *memory;
static uint32_t desktop[PIXELS], black[PIXELS], change[CHANGES][PIXELS], seen[PIXELS];
static uint32_t seed;

_Noreturn static void die(const char *what) {
  printf("@@failed %s: %s\n", what, strerror(errno));
  exit(1);
}

static void put(int file, const void *data, size_t size, const char *what) {
  if (write(file, data, size) != (ssize_t)size) die(what);
}

static uint32_t chance(uint32_t below) {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % below;
}

static uint32_t level(int value) { return value < 0 ? 0 : value > 255 ? 255 : value; }

// Soft colours with a little noise, as photographs have.
static void photograph(uint32_t *to, int number) {
  seed = number;
  for (int y = 0; y < HEIGHT; y++) {
    for (int x = 0; x < WIDTH; x++) {
      int noise = chance(5);
      to[y * WIDTH + x] = level(x * 200 / WIDTH + 40 * number + noise) << 16 | level(y * 200 / HEIGHT + noise) << 8 |
                          level(255 - (x + y) * 200 / (WIDTH + HEIGHT) + noise - 20 * number);
    }
  }
}

static void fill(uint32_t *to, int left, int top, int width, int height, uint32_t colour) {
  for (int y = top; y < top + height; y++) {
    for (int x = left; x < left + width; x++) to[y * WIDTH + x] = colour;
  }
}

// Flat colours, with windows that have lines of small marks.
static void windows(uint32_t *to, int number) {
  seed = number;
  fill(to, 0, 0, WIDTH, HEIGHT, 0x305070);
  for (int i = 0; i < 4; i++) {
    int left = chance(WIDTH / 2), top = chance(HEIGHT / 2), width = 200 + chance(200), height = 150 + chance(150);
    fill(to, left, top, width, height, 0xf0f0f0);
    fill(to, left, top, width, 20, 0x4060c0 + 0x10 * i);
    for (int y = top + 28; y + 10 < top + height; y += 14) {
      for (int x = left + 8; x + 8 < left + width; x += 2 + chance(6)) fill(to, x, y + chance(4), 2, 6, 0x202020);
    }
  }
}

// Both by way of the driver's write, which tells of a change of all.
static void show(const uint32_t *picture) {
  if (lseek(framebuffer, 0, SEEK_SET) != 0) die("seek");
  put(framebuffer, picture, SIZE, "write to the framebuffer");
}

static void clear(void) {
  static const char text[] = "\033c\033[?25l\033[2J\033[H";
  show(black);
  put(terminal, text, sizeof(text) - 1, "write to the terminal");
}

static void line(int number) {
  static const char *words[] = {"the",    "quick", "brown", "fox",  "jumps", "over",  "lazy",
                                "dog,",   "pack",  "my",    "box",  "with",  "five",  "dozen",
                                "liquor", "jugs;", "and",   "then", "waltz", "nymph", "0.125"};
  char text[128];
  int length = snprintf(text, sizeof(text), "%03d", number);
  seed = number;
  while (length < 80) {
    length += snprintf(text + length, sizeof(text) - length, " %s", words[chance(sizeof(words) / sizeof(*words))]);
  }
  text[length++] = '\n';
  put(terminal, text, length, "write to the terminal");
}

static void full(void) {
  clear();
  for (int i = 100; i < 140; i++) line(i);
}

static void showDesktop(void) { show(desktop); }

// By way of a mapping, as graphical programs do it: the driver finds out.
static void move(int step) {
  for (int y = 0; step > 0 && y < BLOCK; y++) {
    int at = (120 + y) * WIDTH + 20 * step;
    memcpy(memory + at, desktop + at, 4 * BLOCK);
  }
  for (int y = 0; y < BLOCK; y++) {
    uint32_t *row = memory + (120 + y) * WIDTH + 20 * (step + 1);
    for (int x = 0; x < BLOCK; x++) row[x] = x < 3 || y < 3 || x >= BLOCK - 3 || y >= BLOCK - 3 ? 0xffffff : 0xc04020 + y;
  }
}

static void showChange(int step) { show(change[step]); }

static void nothing(void) {}

static const struct part {
  const char *name;
  int steps;
  // From one step to the next, in milliseconds.
  int pace;
  // After the last step, likewise.
  int rest;
  void (*prepare)(void);
  void (*step)(int);
} parts[] = {
    {"typed", 15, 200, 0, clear, line},
    {"scrolled", 15, 200, 0, full, line},
    {"moved", 25, 80, 0, showDesktop, move},
    {"changed", CHANGES, 800, 0, showDesktop, showChange},
    {"still", 0, 0, 4000, full, NULL},
    {"woken", 1, 0, 0, nothing, line},
};

enum { PARTS = sizeof(parts) / sizeof(*parts) };

static const struct part *find(const char *name) {
  for (int i = 0; i < PARTS; i++) {
    if (!strcmp(parts[i].name, name)) return &parts[i];
  }
  errno = EINVAL;
  die(name);
}

static uint32_t sum(void) {
  static uint32_t table[256];
  uint32_t crc = ~0u;
  if (!table[1]) {
    for (uint32_t i = 0; i < 256; i++) {
      table[i] = i;
      for (int bit = 0; bit < 8; bit++) table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320 : 0);
    }
  }
  if (pread(framebuffer, seen, SIZE, 0) != SIZE) die("read the framebuffer");
  const uint8_t *bytes = (const uint8_t *)seen;
  for (int i = 0; i < SIZE; i++) crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 255];
  return ~crc;
}

static void learn(void) {
  for (int i = 0; i < PARTS; i++) {
    parts[i].prepare();
    for (int step = 0; step < parts[i].steps; step++) {
      parts[i].step(step);
      printf("@@sum %s %08x\n", parts[i].name, sum());
    }
  }
}

static struct timespec clock_of(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time)) die("clock");
  return time;
}

static struct timespec later(struct timespec time, int milliseconds) {
  long nanos = time.tv_nsec + milliseconds % 1000 * 1000000L;
  time.tv_sec += milliseconds / 1000 + nanos / 1000000000;
  time.tv_nsec = nanos % 1000000000;
  return time;
}

static void wait_for(struct timespec time) {
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {}
}

static void play(const struct part *part) {
  static struct timespec began[MOST_STEPS], ended[MOST_STEPS];
  struct timespec start = clock_of(CLOCK_MONOTONIC);
  for (int step = 0; step < part->steps; step++) {
    wait_for(later(start, step * part->pace));
    began[step] = clock_of(CLOCK_REALTIME);
    part->step(step);
    ended[step] = clock_of(CLOCK_REALTIME);
  }
  wait_for(later(clock_of(CLOCK_MONOTONIC), part->rest));
  for (int step = 0; step < part->steps; step++) {
    printf("@@step %lld.%09ld %lld.%09ld\n", (long long)began[step].tv_sec, began[step].tv_nsec, (long long)ended[step].tv_sec,
           ended[step].tv_nsec);
  }
}

static void begin(void) {
  struct fb_var_screeninfo size;
  struct fb_fix_screeninfo rows;
  framebuffer = open("/dev/fb0", O_RDWR);
  terminal = open("/dev/tty1", O_RDWR | O_NOCTTY);
  if (framebuffer < 0 || terminal < 0) die("open");
  if (ioctl(framebuffer, FBIOGET_VSCREENINFO, &size) || ioctl(framebuffer, FBIOGET_FSCREENINFO, &rows)) die("size");
  errno = EINVAL;
  if (size.xres != WIDTH || size.yres != HEIGHT || size.bits_per_pixel != 32 || rows.line_length != 4 * WIDTH) die("size");
  memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, framebuffer, 0);
  if (memory == MAP_FAILED) die("map the framebuffer");
  windows(desktop, 1);
  for (int i = 0; i < CHANGES; i++) (i % 2 ? windows : photograph)(change[i], i + 2);
  // Linux's text console may take the screen only when the first text comes.
  clear();
  wait_for(later(clock_of(CLOCK_MONOTONIC), 500));
  clear();
}

int main(int count, char **words) {
  char text[64], name[64];
  setvbuf(stdout, NULL, _IOLBF, 0);
  begin();
  printf("@@ready %s\n", count > 1 ? words[1] : "");
  while (fgets(text, sizeof(text), stdin) && strcmp(text, "end\n")) {
    if (!strcmp(text, "clock\n")) {
      struct timespec now = clock_of(CLOCK_REALTIME);
      printf("@@done %lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec);
      continue;
    }
    if (!strcmp(text, "parts\n")) {
      for (int i = 0; i < PARTS; i++) printf("@@part %s\n", parts[i].name);
    } else if (!strcmp(text, "learn\n")) {
      learn();
    } else if (!strcmp(text, "sum\n")) {
      printf("@@sum %08x\n", sum());
    } else if (sscanf(text, "prepare %63s", name) == 1) {
      find(name)->prepare();
    } else if (sscanf(text, "play %63s", name) == 1) {
      play(find(name));
    } else {
      continue;
    }
    printf("@@done\n");
  }
  return 0;
}
