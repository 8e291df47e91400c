/** The example of docs/write-a-backend.md. */
package org.xenbay.backend.echo;
