// SPDX-License-Identifier: Apache-2.0
/** The example of docs/write-a-backend.md. */
package org.xenbay.backend.echo;
