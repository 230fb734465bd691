// a return before the end, goto, break or continue is dropped
@@
identifier l;
position p : script:python() { nested(p) and wanted(p) };
@@
(
- return@p ...;
+ ;
|
- goto@p l;
+ ;
|
- break@p;
+ ;
|
- continue@p;
+ ;
)
