// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

/**
 * Numbers of the messages (9P2000, 9P2000.u, 9P2000.L; linux/include/net/9p/9p.h). A reply's number is its request's plus
 * one.
 */
public final class MessageType {

    /** Attributes of a file system (.L). */
    public static final int STATFS = 8;
    /** Open (.L). */
    public static final int LOPEN = 12;
    /** Create and open (.L). */
    public static final int LCREATE = 14;
    /** Make a symbolic link (.L). */
    public static final int SYMLINK = 16;
    /** Make a special file (.L). */
    public static final int MKNOD = 18;
    /** Rename what a fid stands for (.L). */
    public static final int RENAME = 20;
    /** Target of a symbolic link (.L). */
    public static final int READLINK = 22;
    /** Attributes (.L). */
    public static final int GETATTR = 24;
    /** Change of attributes (.L). */
    public static final int SETATTR = 26;
    /** Begin to read extended attributes (.L). */
    public static final int XATTRWALK = 30;
    /** Begin to write an extended attribute (.L). */
    public static final int XATTRCREATE = 32;
    /** Entries of a folder (.L). */
    public static final int READDIR = 40;
    /** Write a file to the disk (.L). */
    public static final int FSYNC = 50;
    /** Lock a range of bytes (.L). */
    public static final int LOCK = 52;
    /** Ask for a conflicting lock (.L). */
    public static final int GETLOCK = 54;
    /** Make a further name (.L). */
    public static final int LINK = 70;
    /** Make a folder (.L). */
    public static final int MKDIR = 72;
    /** Rename by folder and name (.L). */
    public static final int RENAMEAT = 74;
    /** Remove by folder and name (.L). */
    public static final int UNLINKAT = 76;
    /** Begin of a session. */
    public static final int VERSION = 100;
    /** Authentication, which this server does not ask for. */
    public static final int AUTH = 102;
    /** Root of the share. */
    public static final int ATTACH = 104;
    /** Flush: cancel an earlier request. */
    public static final int FLUSH = 108;
    /** Walk from one file to another by names. */
    public static final int WALK = 110;
    /** Open (.u). */
    public static final int OPEN = 112;
    /** Create and open (.u). */
    public static final int CREATE = 114;
    /** Read. */
    public static final int READ = 116;
    /** Write. */
    public static final int WRITE = 118;
    /** End of a fid. */
    public static final int CLUNK = 120;
    /** Remove and end of a fid. */
    public static final int REMOVE = 122;
    /** Attributes (.u). */
    public static final int STAT = 124;
    /** Change of attributes (.u). */
    public static final int WSTAT = 126;

    /** Failure in 9P2000.L. */
    public static final int RLERROR = 7;
    /** Failure in 9P2000.u. */
    public static final int RERROR = 107;

    /** The greatest number of a request. */
    public static final int MOST = 127;

    private MessageType() {}

    /**
     * @param type number of a request
     * @return its name as in the protocol's documents, or the number when there is no such message
     */
    public static String name(int type) {
        return switch (type) {
            case STATFS -> "Tstatfs";
            case LOPEN -> "Tlopen";
            case LCREATE -> "Tlcreate";
            case SYMLINK -> "Tsymlink";
            case MKNOD -> "Tmknod";
            case RENAME -> "Trename";
            case READLINK -> "Treadlink";
            case GETATTR -> "Tgetattr";
            case SETATTR -> "Tsetattr";
            case XATTRWALK -> "Txattrwalk";
            case XATTRCREATE -> "Txattrcreate";
            case READDIR -> "Treaddir";
            case FSYNC -> "Tfsync";
            case LOCK -> "Tlock";
            case GETLOCK -> "Tgetlock";
            case LINK -> "Tlink";
            case MKDIR -> "Tmkdir";
            case RENAMEAT -> "Trenameat";
            case UNLINKAT -> "Tunlinkat";
            case VERSION -> "Tversion";
            case AUTH -> "Tauth";
            case ATTACH -> "Tattach";
            case FLUSH -> "Tflush";
            case WALK -> "Twalk";
            case OPEN -> "Topen";
            case CREATE -> "Tcreate";
            case READ -> "Tread";
            case WRITE -> "Twrite";
            case CLUNK -> "Tclunk";
            case REMOVE -> "Tremove";
            case STAT -> "Tstat";
            case WSTAT -> "Twstat";
            default -> "type " + type;
        };
    }
}
