// a constant is one more, true is false (but not the size of an array)
@@
constant C !~ "^([\"'-]|NULL$)";
position p : script:python() { not between("[", p, "]") and wanted(p) };
@@
- C@p
+ (C + 1)

@@
symbol true, false;
position p : script:python() { wanted(p) };
@@
(
- true@p
+ false
|
- false@p
+ true
)
