// break and continue are swapped
@@
position p : script:python() { wanted(p) };
@@
(
- break@p;
+ continue;
|
- continue@p;
+ break;
)
