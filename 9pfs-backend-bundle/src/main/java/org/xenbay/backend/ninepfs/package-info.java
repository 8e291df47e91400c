// SPDX-License-Identifier: Apache-2.0
/**
 * The 9pfs backend: folders of the host for guests. Here is what OSGi and the core see of it; {@code wire} is the protocol
 * as bytes, {@code server} what each message does, {@code export} how files are kept on the host, {@code ring} and {@code
 * socket} how messages come.
 */
package org.xenbay.backend.ninepfs;
