// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each number of the package is the one that the C headers have, which are written down here once more, on any machine. */
class HeadersTest {

    /** Header and class, then the numbers that compilers for x86-64 and for aarch64 find in it. */
    private static final String SAME_ON_BOTH = """
            asm-generic/fcntl.h LibcAbi: O_RDONLY=0 O_RDWR=2 O_CREAT=0x40 O_EXCL=0x80 O_NOCTTY=0x100
                O_NONBLOCK=0x800 O_CLOEXEC=0x80000 O_PATH=0x200000
            asm-generic/mman-common.h LibcAbi: PROT_READ=1 PROT_WRITE=2
            linux/mman.h LibcAbi: MAP_SHARED=1
            asm-generic/poll.h LibcAbi: POLLIN=1 POLLOUT=4
            linux/eventpoll.h LibcAbi: EPOLL_CLOEXEC=0x80000 EPOLL_CTL_ADD=1 EPOLL_CTL_DEL=2 EPOLL_CTL_MOD=3
                EPOLLIN=1 EPOLLOUT=4 EPOLLERR=8 EPOLLHUP=0x10 EPOLLONESHOT=0x40000000
                EPOLLRDHUP=0x2000 EPOLLET=-0x80000000
            sys/eventfd.h LibcAbi: EFD_NONBLOCK=0x800 EFD_CLOEXEC=0x80000
            sys/socket.h LibcAbi: AF_UNIX=1 SOCK_DGRAM=2 SOCK_CLOEXEC=0x80000 MSG_DONTWAIT=0x40
                MSG_NOSIGNAL=0x4000
            asm-generic/socket.h SocketAbi: SOL_SOCKET=1 SO_LINGER=13 SO_COOKIE=57
            linux/socket.h SocketAbi: LINGER_SIZE=8
            sys/socket.h SocketAbi: SHUT_RDWR=2 MSG_PEEK=2
            linux/fcntl.h SocketAbi: F_DUPFD_CLOEXEC=1030
            sys/un.h LibcAbi: SUN_PATH_SIZE=0x6c
            linux/fcntl.h FileAbi: AT_FDCWD=-100 AT_SYMLINK_NOFOLLOW=0x100 AT_REMOVEDIR=0x200
                AT_SYMLINK_FOLLOW=0x400 AT_EMPTY_PATH=0x1000
            linux/fs.h FileAbi: SEEK_SET=0
            linux/xattr.h FileAbi: XATTR_CREATE=1 XATTR_REPLACE=2
            linux/limits.h FileAbi: XATTR_MAX=0x10000 LINK_MAX=0x1000
            linux/openat2.h FileAbi.OpenHow: FLAGS=0 MODE=8 RESOLVE=16 SIZE=24 RESOLVE_NO_MAGICLINKS=2
                RESOLVE_NO_SYMLINKS=4 RESOLVE_BENEATH=8
            linux/stat.h FileAbi.Statx: BASIC_STATS=2047 BTIME_KNOWN=2048 MASK=0 BLOCK_SIZE=4 LINKS=16 UID=20
                GID=24 MODE=28 INODE=32 BYTES=40 BLOCKS=48 ATIME=64 BTIME=80 CTIME=96 MTIME=112 RDEV_MAJOR=128
                RDEV_MINOR=132 DEV_MAJOR=136 DEV_MINOR=140 SIZE=256 NANOSECONDS=8
            asm-generic/statfs.h FileAbi.Statfs: TYPE=0 BLOCK_SIZE=8 BLOCKS=16 FREE_BLOCKS=24
                AVAILABLE_BLOCKS=32 FILES=40 FREE_FILES=48 ID=56 NAME_LENGTH=64 SIZE=120
            sys/stat.h FileAbi.Times: ACCESS=0 MODIFICATION=16 SIZE=32 NANOSECONDS=8 UTIME_NOW=0x3fffffff
                UTIME_OMIT=0x3ffffffe
            asm-generic/fcntl.h FileAbi.Flock: F_OFD_GETLK=36 F_OFD_SETLK=37 F_RDLCK=0 F_WRLCK=1 F_UNLCK=2
                TYPE=0 START=8 LENGTH=16 SIZE=32
            linux/fs.h FileAbi.Iovec: RWF_NOWAIT=8
            linux/uio.h FileAbi.Iovec: ADDRESS=0 LENGTH=8 SIZE=16
            asm-generic/resource.h FileAbi.Rlimit: NOFILE=7
            linux/resource.h FileAbi.Rlimit: SOFT=0 HARD=8 SIZE=16
            dirent.h FileAbi.Dirent: INODE=0 COOKIE=8 RECORD_LENGTH=16 TYPE=18 NAME=19
            bits/termios-struct.h TerminalAbi: TERMIOS_SIZE=60 TERMIOS_IFLAG=0 TERMIOS_OFLAG=4 TERMIOS_LFLAG=12
            asm-generic/termbits.h TerminalAbi: COOKED_IFLAGS=1515 OPOST=1 ECHO=8 ECHONL=64 COOKED_LFLAGS=0x804b
                TCSANOW=0 TCIFLUSH=0
            asm-generic/ioctls.h TerminalAbi: TIOCSLCKTRMIOS=0x5457
            linux/sched.h ProcessCalls: CLONE_FILES=0x400
            linux/sched/types.h ProcessCalls.SchedAttr: SIZE=0 POLICY=4 FLAGS=8 PRIORITY=20 RUNTIME=24 TOTAL=48
            linux/sched.h ProcessCalls.SchedAttr: SCHED_NORMAL=0 SCHED_FIFO=1
            asm-generic/signal.h ProcessCalls: SIGKILL=9
            linux/wait.h ProcessCalls: WALL=0x40000000 WNOHANG=1
            """;

    /** asm/unistd_64.h of x86-64, and asm-generic/unistd.h of aarch64; - where there is none. */
    private static final String SYSTEM_CALLS = """
            openat2 437 437; mknodat 259 33; setfsuid 122 151; setfsgid 123 152; setgroups 116 159; capget 125
            90; capset 126 91; prctl 157 167; seccomp 317 277; landlock_create_ruleset 444 444;
            landlock_add_rule 445 445; landlock_restrict_self 446 446; execve 59 221; execveat 322 281; clone 56
            220; clone3 435 435; fork 57 -; vfork 58 -; kill 62 129; tkill 200 130; rt_sigqueueinfo 129 138;
            rt_tgsigqueueinfo 297 240; ptrace 101 117; process_vm_readv 310 270; process_vm_writev 311 271; kcmp
            312 272; mount 165 40; umount2 166 39; pivot_root 155 41; chroot 161 51; open_tree 428 428;
            move_mount 429 429; fsopen 430 430; fsconfig 431 431; fsmount 432 432; fspick 433 433; mount_setattr
            442 442; open_tree_attr 467 467; init_module 175 105; finit_module 313 273; delete_module 176 106;
            kexec_load 246 104; kexec_file_load 320 294; reboot 169 142; bpf 321 280; perf_event_open 298 241;
            userfaultfd 323 282; fanotify_init 300 262; unshare 272 97; setns 308 268; add_key 248 217;
            request_key 249 218; keyctl 250 219; socket 41 198; connect 42 203; bind 49 200; listen 50 201; acct
            163 89; swapon 167 224; swapoff 168 225; quotactl 179 60; quotactl_fd 443 443; syslog 103 116;
            vhangup 153 58; personality 135 92; adjtimex 159 171; settimeofday 164 170; clock_settime 227 112;
            clock_adjtime 305 266; sethostname 170 161; setdomainname 171 162; open_by_handle_at 304 265;
            modify_ldt 154 -; iopl 172 -; ioperm 173 -; uselib 134 -; io_uring_setup 425 425; io_uring_enter 426
            426; io_uring_register 427 427; pidfd_open 434 434; pidfd_getfd 438 438; pidfd_send_signal 424 424;
            process_madvise 440 440; process_mrelease 448 448; sched_setattr 314 274; sched_getattr 315 275;
            gettid 186 178
            """;

    private static final Pattern ENTRY = Pattern.compile("(\\S+ ([A-Za-z.]+):)|([A-Z_0-9]+)=(\\S+)");

    private static Map<String, Long> ofHeaders() {
        Map<String, Long> numbers = new TreeMap<>();
        String type = "";
        Matcher entry = ENTRY.matcher(SAME_ON_BOTH);
        while (entry.find()) {
            if (entry.group(1) != null) {
                type = entry.group(2);
            } else {
                numbers.put(type + "." + entry.group(3), Long.decode(entry.group(4)));
            }
        }
        return numbers;
    }

    private static Map<String, Long> ofClasses() throws IllegalAccessException {
        Map<String, Long> numbers = new TreeMap<>();
        Class<?>[] flat = {LibcAbi.class, FileAbi.class, TerminalAbi.class, SocketAbi.class, ProcessCalls.class};
        for (Class<?> type : Stream.of(flat)
                .flatMap(each -> Stream.concat(Stream.of(each), Stream.of(each.getDeclaredClasses())))
                .toList()) {
            String name = type.getName().replaceFirst(".*\\.", "").replace('$', '.');
            for (Field each : type.getFields()) {
                if (Modifier.isStatic(each.getModifiers())) {
                    numbers.put(name + "." + each.getName(), ((Number) each.get(null)).longValue());
                }
            }
        }
        return numbers;
    }

    @Test
    void eachNumberThatBothMachinesShareIsThatOfItsHeader() throws Exception {
        assertThat(ofClasses()).containsExactlyEntriesOf(ofHeaders());
    }

    @Test
    void eachSystemCallHasTheNumberOfItsMachine() {
        Map<String, String> numbers = new TreeMap<>();
        for (SystemCall call : SystemCall.values()) {
            String arm = call.isOn(Machine.AARCH64) ? Integer.toString(call.on(Machine.AARCH64)) : "-";
            numbers.put(call.name().toLowerCase(), call.on(Machine.X86_64) + " " + arm);
        }
        Map<String, String> expected = new TreeMap<>();
        for (String each : SYSTEM_CALLS.strip().split(";\\s+")) {
            String[] words = each.split("\\s+");
            expected.put(words[0], words[1] + " " + words[2]);
        }
        assertThat(numbers).containsExactlyEntriesOf(expected);
    }

    @Test
    void aCallThatAMachineDoesNotHaveHasNoNumberThere() {
        assertThatThrownBy(() -> SystemCall.FORK.on(Machine.AARCH64)).hasMessageContaining("FORK");
        assertThatThrownBy(SystemCall.CLONE::everywhere).hasMessageContaining("CLONE");
        assertThat(SystemCall.OPENAT2.everywhere()).isEqualTo(437);
    }

    /** asm-generic/fcntl.h, linux/eventpoll.h, linux/audit.h, asm/unistd.h (__X32_SYSCALL_BIT). */
    @Test
    void whatDiffersOnX86IsThatOfItsHeaders() {
        Machine x86 = Machine.of("Linux", "amd64");
        assertThat(Machine.of("Linux", "x86_64")).isEqualTo(x86);
        assertThat(x86.directory()).isEqualTo(0200000);
        assertThat(x86.noFollow()).isEqualTo(0400000);
        assertThat(x86.epollEventSize()).isEqualTo(12);
        assertThat(x86.epollDataOffset()).isEqualTo(4);
        assertThat(x86.auditArchitecture()).isEqualTo(62 | 0x80000000 | 0x40000000);
        assertThat(x86.secondAbi()).isEqualTo(0x40000000);
    }

    /** arch/arm64/include/uapi/asm/fcntl.h, linux/eventpoll.h, linux/audit.h. */
    @Test
    void whatDiffersOnArmIsThatOfItsHeaders() {
        Machine arm = Machine.of("Linux", "aarch64");
        assertThat(arm.directory()).isEqualTo(040000);
        assertThat(arm.noFollow()).isEqualTo(0100000);
        assertThat(arm.epollEventSize()).isEqualTo(16);
        assertThat(arm.epollDataOffset()).isEqualTo(8);
        assertThat(arm.auditArchitecture()).isEqualTo(183 | 0x80000000 | 0x40000000);
        assertThat(arm.secondAbi()).isZero();
    }

    @Test
    void otherMachinesAndSystemsAreRefusedByName() {
        assertThatThrownBy(() -> Machine.of("Linux", "riscv64")).hasMessageContaining("riscv64");
        assertThatThrownBy(() -> Machine.of("Mac OS X", "aarch64")).hasMessageContaining("Mac OS X");
    }
}
