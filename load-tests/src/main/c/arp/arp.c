/*
 * The yardstick and the tools of load-tests/arp:
 *   arp answer IFACE ADDRESS                 the least that answers ARP: one socket, one blocking loop
 *   arp probe IFACE SOURCE COUNT PACE_US (ADDRESS MAC)...
 *                                            asks each in turn, COUNT times, and prints how long each answer took
 *   arp flood IFACE SOURCE RATE SECONDS      broadcasts requests for addresses of 10.200.0.0/16
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL
#define FRAME 42
#define LOST_MILLIS 500

static const uint8_t HEAD[8] = {0, 1, 8, 0, 6, 4, 0, 1};
static const uint8_t EVERYONE[6] = {255, 255, 255, 255, 255, 255};

static _Noreturn void fail(const char *what) {
  fprintf(stderr, "arp: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t nanos(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * NANOS + now.tv_nsec;
}

static void sleep_until(int64_t when) {
  struct timespec at = {when / NANOS, when % NANOS};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {
  }
}

static int open_socket(const char *name, int protocol, struct sock_fprog *filter, uint8_t mac[6]) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  if (filter && setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, filter, sizeof *filter) < 0) fail("filter");
  struct ifreq request = {0};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(fd, SIOCGIFHWADDR, &request) < 0) fail(name);
  memcpy(mac, request.ifr_hwaddr.sa_data, 6);
  struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                .sll_protocol = htons(protocol),
                                .sll_ifindex = (int)if_nametoindex(name)};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  return fd;
}

static uint32_t address_of(const char *text) {
  struct in_addr address;
  if (inet_pton(AF_INET, text, &address) != 1) {
    errno = EINVAL;
    fail(text);
  }
  return address.s_addr;
}

static void request(uint8_t frame[FRAME], const uint8_t to[6], const uint8_t mac[6], uint32_t source,
                    uint32_t target) {
  memcpy(frame, to, 6);
  memcpy(frame + 6, mac, 6);
  frame[12] = 8;
  frame[13] = 6;
  memcpy(frame + 14, HEAD, 8);
  memcpy(frame + 22, mac, 6);
  memcpy(frame + 28, &source, 4);
  memset(frame + 32, 0, 6);
  memcpy(frame + 38, &target, 4);
}

static _Noreturn void answer(const char *name, uint32_t own) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 5, 0),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 20),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 38),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ntohl(own), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0xffff),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog filter = {sizeof code / sizeof *code, code};
  uint8_t mac[6], frame[2048];
  int fd = open_socket(name, ETH_P_ARP, &filter, mac);
  puts("ready");
  fflush(stdout);
  for (;;) {
    ssize_t length = recv(fd, frame, sizeof frame, 0);
    if (length < FRAME) continue;
    memcpy(frame, frame + 22, 6);
    memcpy(frame + 6, mac, 6);
    frame[21] = 2;
    uint32_t asker;
    memcpy(&asker, frame + 28, 4);
    memcpy(frame + 32, frame + 22, 6);
    memcpy(frame + 22, mac, 6);
    memcpy(frame + 28, &own, 4);
    memcpy(frame + 38, &asker, 4);
    send(fd, frame, FRAME, 0);
  }
}

/*
 * Takes one frame that waits; returns its length, and the time at which the kernel sent or received it. So neither
 * figure holds the time until this program was given a processor.
 */
static ssize_t take(int fd, uint8_t *frame, size_t size, int64_t *when, int *kind) {
  struct sockaddr_ll from;
  char control[256];
  struct iovec part = {frame, size};
  struct msghdr message = {&from, sizeof from, &part, 1, control, sizeof control, 0};
  ssize_t length = recvmsg(fd, &message, MSG_DONTWAIT);
  if (length < 0) return -1;
  *kind = from.sll_pkttype;
  for (struct cmsghdr *each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
    if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SO_TIMESTAMPNS) {
      struct timespec at;
      memcpy(&at, CMSG_DATA(each), sizeof at);
      *when = at.tv_sec * NANOS + at.tv_nsec;
    }
  }
  return length;
}

/* Nanoseconds from the request to the reply, or -1 when none came. */
static int64_t ask(int out, int fd, uint8_t sent[FRAME], uint32_t target) {
  uint8_t frame[2048];
  int64_t asked = -1, give_up = nanos(CLOCK_MONOTONIC) + LOST_MILLIS * (NANOS / 1000);
  if (send(out, sent, FRAME, 0) != FRAME) fail("send");
  while (nanos(CLOCK_MONOTONIC) < give_up) {
    struct pollfd ready = {fd, POLLIN, 0};
    poll(&ready, 1, LOST_MILLIS);
    int64_t when = -1;
    int kind = 0;
    while (take(fd, frame, sizeof frame, &when, &kind) >= FRAME) {
      if (kind == PACKET_OUTGOING && !memcmp(frame, sent, FRAME)) asked = when;
      if (kind == PACKET_HOST && frame[21] == 2 && !memcmp(frame + 28, &target, 4) && asked >= 0)
        return when - asked;
    }
  }
  return -1;
}

static int probe(const char *name, uint32_t source, long count, long pace_us, int targets, char **words) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0xffff),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog filter = {sizeof code / sizeof *code, code};
  uint8_t mac[6];
  /* Only a socket for all protocols is shown what is sent, and never what it sent itself. */
  int out = open_socket(name, 0, NULL, mac);
  int fd = open_socket(name, ETH_P_ALL, &filter, mac);
  int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0) fail("timestamps");
  int64_t next = nanos(CLOCK_MONOTONIC);
  for (long i = 0; i < count; i++) {
    for (int t = 0; t < targets; t++) {
      uint8_t to[6], frame[FRAME];
      if (sscanf(words[2 * t + 1], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", to, to + 1, to + 2, to + 3, to + 4, to + 5) != 6)
        fail(words[2 * t + 1]);
      uint32_t target = address_of(words[2 * t]);
      request(frame, to, mac, source, target);
      next += pace_us * 1000;
      if (next < nanos(CLOCK_MONOTONIC)) next = nanos(CLOCK_MONOTONIC);
      sleep_until(next);
      printf("%ld %d %lld\n", i, t, (long long)ask(out, fd, frame, target));
    }
  }
  return 0;
}

static int flood(const char *name, uint32_t source, long rate, long seconds) {
  uint8_t mac[6], frame[FRAME];
  int fd = open_socket(name, 0, NULL, mac);
  int64_t start = nanos(CLOCK_MONOTONIC);
  long sent = 0, total = rate * seconds, refused = 0;
  while (sent < total) {
    int64_t now = nanos(CLOCK_MONOTONIC);
    long due = (long)((double)(now - start) * (double)rate / (double)NANOS);
    for (; sent < due && sent < total; sent++) {
      request(frame, EVERYONE, mac, source, htonl(0x0ac80000u | (uint32_t)(sent & 0xffff)));
      if (send(fd, frame, FRAME, 0) != FRAME) refused++;
    }
    sleep_until(now + NANOS / 1000);
  }
  printf("%ld %ld %lld\n", sent, refused, (long long)(nanos(CLOCK_MONOTONIC) - start));
  return 0;
}

int main(int count, char **words) {
  if (count == 4 && !strcmp(words[1], "answer")) answer(words[2], address_of(words[3]));
  if (count >= 8 && !strcmp(words[1], "probe"))
    return probe(words[2], address_of(words[3]), atol(words[4]), atol(words[5]), (count - 6) / 2, words + 6);
  if (count == 6 && !strcmp(words[1], "flood"))
    return flood(words[2], address_of(words[3]), atol(words[4]), atol(words[5]));
  fputs("usage: see the head of arp.c\n", stderr);
  return 2;
}
