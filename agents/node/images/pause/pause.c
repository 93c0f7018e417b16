/*
 * The first process of every pod: holds its namespaces and reaps what is orphaned in them. Without libc, so that the
 * image is a kilobyte and can be made without a registry.
 *
 *   /pause               waits for SIGTERM or SIGINT, reaping children, and exits 0
 *   /pause forward PORT  joins stdin and stdout to PORT on this pod's 127.0.0.1, or ::1 when nobody listens there
 */
typedef long word;

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, CLOSE = 3, SIGPROCMASK = 14, SOCKET = 41, CONNECT = 42, SENDTO = 44, SHUTDOWN = 48,
       WAIT4 = 61, FCNTL = 72, SIGTIMEDWAIT = 128, EXIT_GROUP = 231, PPOLL = 271 };
static word call(word number, word a, word b, word c, word d, word e) {
  word result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");
#elif defined(__aarch64__)
enum { FCNTL = 25, CLOSE = 57, READ = 63, WRITE = 64, PPOLL = 73, EXIT_GROUP = 94, SIGPROCMASK = 135, SIGTIMEDWAIT = 137,
       SOCKET = 198, CONNECT = 203, SENDTO = 206, SHUTDOWN = 210, WAIT4 = 260 };
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

enum { SIGINT = 2, SIGTERM = 15, SIGCHLD = 17, WNOHANG = 1, SHUT_WR = 1, AF_INET = 2, AF_INET6 = 10, STREAM = 1, POLLIN = 1,
       POLLOUT = 4, EAGAIN = 11, F_SETFL = 4, NONBLOCK = 04000, DONTWAIT = 0x40, NOSIGNAL = 0x4000 };

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

/* One direction: what was read and waits to be written. Read again only when it is empty. */
struct flow { int from, to, ended; word start, end; char bytes[32768]; };
static struct flow toward, back;
struct poll { int file; short wanted, happened; };

/* Neither direction may wait for the other: a server that stops reading until it is read from would never go on. */
static __attribute__((noreturn)) void carry(int socket) {
  toward.to = back.from = socket;
  back.to = 1;
  call(FCNTL, 1, F_SETFL, NONBLOCK, 0, 0);
  for (;;) {
    int full = toward.start < toward.end, held = back.start < back.end;
    struct poll all[4] = {{toward.ended || full ? -1 : 0, POLLIN, 0}, {full ? socket : -1, POLLOUT, 0},
                          {held ? -1 : socket, POLLIN, 0}, {held ? 1 : -1, POLLOUT, 0}};
    if (call(PPOLL, (word)all, 4, 0, 0, 0) <= 0) leave(1);
    if (all[0].happened) {
      toward.start = 0;
      toward.end = call(READ, 0, (word)toward.bytes, sizeof toward.bytes, 0, 0);
      if (toward.end <= 0) {
        /* Our side is through; the other may still answer. */
        toward.ended = 1;
        call(SHUTDOWN, socket, SHUT_WR, 0, 0, 0);
      }
    }
    if (all[1].happened) {
      word sent = call(SENDTO, socket, (word)toward.bytes + toward.start, toward.end - toward.start, DONTWAIT | NOSIGNAL, 0);
      if (sent > 0) toward.start += sent;
      else if (sent != -EAGAIN) {
        /* The server wants no more, but may have said why. */
        toward.ended = 1;
        toward.start = toward.end;
      }
    }
    if (all[2].happened) {
      back.start = 0;
      back.end = call(READ, socket, (word)back.bytes, sizeof back.bytes, 0, 0);
      if (back.end <= 0) leave(back.end < 0);
    }
    if (all[3].happened) {
      word written = call(WRITE, 1, (word)back.bytes + back.start, back.end - back.start, 0, 0);
      if (written > 0) back.start += written;
      else if (written != -EAGAIN) leave(1);
    }
  }
}

static __attribute__((noreturn)) void forward(const char *digits) {
  unsigned port = 0;
  for (; *digits >= '0' && *digits <= '9'; digits++) port = port * 10 + (*digits - '0');
  int socket = join(port);
  if (socket >= 0) carry(socket);
  call(WRITE, 2, (word)"connection refused\n", 19, 0, 0);
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
