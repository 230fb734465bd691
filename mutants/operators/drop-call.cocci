// a call is dropped
@@
expression f;
position q;
position p : script:python(q) { wanted(q, p) };
@@
- f@q(...)@p;
+ ;
