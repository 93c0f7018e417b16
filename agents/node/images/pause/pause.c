/*
 * The first process of every pod: holds its namespaces and reaps what is orphaned in them. Without libc, so that the
 * image is a kilobyte and can be made without a registry.
 *
 *   /pause               waits for SIGTERM or SIGINT, reaping children, and exits 0
 *   /pause forward PORT  joins stdin and stdout to PORT on this pod's 127.0.0.1, or ::1 when nobody listens there
 */
typedef long word;

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, CLOSE = 3, SIGPROCMASK = 14, SOCKET = 41, CONNECT = 42, SHUTDOWN = 48, WAIT4 = 61,
       SIGTIMEDWAIT = 128, EXIT_GROUP = 231, PPOLL = 271 };
static word call(word number, word a, word b, word c, word d, word e) {
  word result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");
#elif defined(__aarch64__)
enum { CLOSE = 57, READ = 63, WRITE = 64, PPOLL = 73, EXIT_GROUP = 94, SIGPROCMASK = 135, SIGTIMEDWAIT = 137,
       SOCKET = 198, CONNECT = 203, SHUTDOWN = 210, WAIT4 = 260 };
static word call(word number, word a, word b, word c, word d, word e) {
  register word x8 __asm__("x8") = number;
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  register word x3 __asm__("x3") = d;
  register word x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
__asm__(".globl _start\n_start: mov x29,#0\n mov x30,#0\n mov x0,sp\n bl begin\n");
#else
#error "no system call numbers for this processor"
#endif

enum { SIGINT = 2, SIGTERM = 15, SIGCHLD = 17, WNOHANG = 1, SHUT_WR = 1, AF_INET = 2, AF_INET6 = 10, STREAM = 1, POLLIN = 1 };

static __attribute__((noreturn)) void leave(int code) {
  for (;;) call(EXIT_GROUP, code, 0, 0, 0, 0);
}

static __attribute__((noreturn)) void hold(void) {
  unsigned long set = 1UL << (SIGTERM - 1) | 1UL << (SIGINT - 1) | 1UL << (SIGCHLD - 1);
  call(SIGPROCMASK, 0, (word)&set, 0, sizeof set, 0);
  for (;;) {
    word signal = call(SIGTIMEDWAIT, (word)&set, 0, 0, sizeof set, 0);
    if (signal == SIGTERM || signal == SIGINT) leave(0);
    while (call(WAIT4, -1, 0, WNOHANG, 0, 0) > 0) {}
  }
}

static int write_all(int to, const char *bytes, word length) {
  while (length > 0) {
    word written = call(WRITE, to, (word)bytes, length, 0, 0);
    if (written <= 0) return -1;
    bytes += written;
    length -= written;
  }
  return 0;
}

static int join(unsigned port) {
  unsigned char v4[16] = {AF_INET, 0, port >> 8, port & 255, 127, 0, 0, 1};
  unsigned char v6[28] = {AF_INET6, 0, port >> 8, port & 255};
  v6[23] = 1;
  int socket = call(SOCKET, AF_INET, STREAM, 0, 0, 0);
  if (socket >= 0 && call(CONNECT, socket, (word)v4, sizeof v4, 0, 0) == 0) return socket;
  if (socket >= 0) call(CLOSE, socket, 0, 0, 0, 0);
  socket = call(SOCKET, AF_INET6, STREAM, 0, 0, 0);
  if (socket >= 0 && call(CONNECT, socket, (word)v6, sizeof v6, 0, 0) == 0) return socket;
  return -1;
}

static __attribute__((noreturn)) void forward(const char *digits) {
  unsigned port = 0;
  for (; *digits >= '0' && *digits <= '9'; digits++) port = port * 10 + (*digits - '0');
  int socket = join(port);
  if (socket < 0) {
    write_all(2, "connection refused\n", 19);
    leave(1);
  }
  char buffer[32768];
  struct { int file; short wanted, happened; } both[2] = {{0, POLLIN, 0}, {socket, POLLIN, 0}};
  while (call(PPOLL, (word)both, 2, 0, 0, 0) > 0) {
    if (both[0].happened) {
      word length = call(READ, 0, (word)buffer, sizeof buffer, 0, 0);
      if (length <= 0) {
        /* Our side is through; the other may still answer. */
        call(SHUTDOWN, socket, SHUT_WR, 0, 0, 0);
        both[0].file = -1;
        both[0].happened = 0;
      } else if (write_all(socket, buffer, length)) leave(1);
    }
    if (both[1].happened) {
      word length = call(READ, socket, (word)buffer, sizeof buffer, 0, 0);
      if (length <= 0) leave(length < 0);
      if (write_all(1, buffer, length)) leave(1);
    }
  }
  leave(1);
}

__attribute__((noreturn, used)) void begin(word *stack) {
  char **arguments = (char **)(stack + 1);
  if (stack[0] >= 3) forward(arguments[2]);
  hold();
}

/* The compiler may ask for these for larger copies, also without a libc. */
void *memset(void *at, int value, unsigned long length) {
  char *bytes = at;
  while (length--) *bytes++ = value;
  return at;
}
void *memcpy(void *to, const void *from, unsigned long length) {
  char *bytes = to;
  const char *source = from;
  while (length--) *bytes++ = *source++;
  return to;
}
