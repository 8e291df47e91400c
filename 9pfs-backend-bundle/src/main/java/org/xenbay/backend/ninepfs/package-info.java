// SPDX-License-Identifier: Apache-2.0
/**
 * The 9pfs backend: folders of the host for guests. This package is the part that OSGi and the core use. {@code wire} reads
 * and writes the protocol's bytes, {@code server} carries out messages, {@code export} keeps files on the host, {@code
 * journal} keeps the state for the process that takes over after a kill, and {@code ring} and {@code socket} are the transports.
 */
package org.xenbay.backend.ninepfs;
