// SPDX-License-Identifier: Apache-2.0
/** What operators do with screens, and how a picture becomes a file. */
package org.xenbay.backend.vfb.command;
