// SPDX-License-Identifier: Apache-2.0
/**
 * {@code xenbay doctor}: looks at the host, and names what is not as it should be and the command that mends it. It needs no daemon, as the
 * daemon may be what does not run. All files are looked for below a root folder, which is another one in tests. Knows the JDK only.
 */
package org.xenbay.shell.client.doctor;
