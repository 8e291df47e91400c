// SPDX-License-Identifier: Apache-2.0
/** Problems of configuration files that no component reports. */
package org.xenbay.shell.internal.files;
